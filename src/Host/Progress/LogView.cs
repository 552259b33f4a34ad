using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Progress;

/// <summary>Writes log messages and notices as JSON lines, and with
/// <paramref name="showsProgress"/> the lines of plain progress, too.</summary>
internal sealed class LogView(Action<LogLine> write, string node, bool showsProgress, TimeProvider time) : PlainView(TextWriter.Null, time)
{
    private string _event = "progress";
    private int? _id;
    private LogLevel _level = LogLevel.Information;

    protected override void Happened(ProgressEvent happened, DateTimeOffset at, TimeSpan elapsed)
    {
        if (happened is ProgressEvent.Noticed noticed)
        {
            write(Of(noticed, at));
            return;
        }

        if (!showsProgress)
            return;
        (_event, _id, _level) = (JsonView.NameOf(happened), LogEvents.Of(happened)?.Id, LevelOf(happened));
        base.Happened(happened, at, elapsed);
        (_event, _id, _level) = ("progress", null, LogLevel.Information);
    }

    protected override void Tick(TimeSpan now)
    {
        if (showsProgress)
            base.Tick(now);
    }

    protected override void Write(string text) =>
        write(new LogLine(Time.GetUtcNow(), _level, node, "progress", text) { Event = _event, EventId = _id });

    private LogLine Of(ProgressEvent.Noticed noticed, DateTimeOffset at) => (noticed.Origin is { } origin
        ? new LogLine(at, noticed.Level, node, origin.Logger, origin.Words) { Event = origin.Event, Exception = origin.Exception }
        : new LogLine(at, noticed.Level, node, "notice", noticed.Message)) with { EventId = LogEvents.Of(noticed)?.Id };

    private static LogLevel LevelOf(ProgressEvent happened) => happened switch
    {
        ProgressEvent.TaskRetrying => LogLevel.Warning,
        ProgressEvent.TaskFailed or ProgressEvent.TableFinished { Success: false } => LogLevel.Error,
        _ => LogLevel.Information,
    };
}
