using System.Globalization;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Report;
using ActorMigrate.Migration;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Telemetry;

/// <summary>Logs the events of a run, each by its number and in its parts, and hands them on.</summary>
internal sealed class LoggingSink(IProgressSink next, ILogger logger) : IProgressSink
{
    /// <inheritdoc />
    public void Report(ProgressEvent progress)
    {
        next.Report(progress);
        if (LogEvents.Of(progress) is { } id && LogEvents.LevelOf(progress) is var level && logger.IsEnabled(level))
            Write(logger, level, id, Words(progress), Parts(progress));
    }

    /// <summary>Logs one event; its number and name are among its attributes, whatever the collector makes of them.</summary>
    public static void Write(ILogger logger, LogLevel level, EventId id, string words, IEnumerable<(string Name, object? Value)> parts)
    {
        List<KeyValuePair<string, object?>> state = [new("event.id", id.Id), new("event.name", id.Name)];
        state.AddRange(
            parts.Where(part => part.Value is not null).Select(part => new KeyValuePair<string, object?>(part.Name, part.Value)));
        var body = SecretText.Hidden(words);
        logger.Log<IReadOnlyList<KeyValuePair<string, object?>>>(level, id, state, null, (_, _) => body);
    }

    private static string Words(ProgressEvent happened) => happened switch
    {
        ProgressEvent.RunStarted run => $"The migration {run.Id} from {run.Source} to {run.Target} has begun.",
        ProgressEvent.StepEntered step => $"The step before the phases was entered: {step.Words}.",
        ProgressEvent.PhaseEntered entered => $"The phase {entered.Phase} was entered.",
        ProgressEvent.PhaseLeft left => $"The phase {left.Phase} has ended.",
        ProgressEvent.Planned plan => string.Create(CultureInfo.InvariantCulture, $"{plan.Tables} tables are to be copied."),
        ProgressEvent.TaskStarted started => $"{started.Kind} {started.Name}: attempt {started.Attempt} has begun.",
        ProgressEvent.TaskRetrying retrying => $"Attempt {retrying.Attempt} failed and is tried again: {retrying.Error}",
        ProgressEvent.TaskFinished finished => $"Attempt {finished.Attempt} is done.",
        ProgressEvent.TaskFailed failed => $"Attempt {failed.Attempt} failed: {failed.Error}",
        ProgressEvent.TableFinished { IsCompared: true } table =>
            $"{table.Table} was compared: " + (table.Success ? "it is the same on both sides." : "it is not shown to be the same."),
        ProgressEvent.TableFinished table => $"The data of {table.Table} is " + (table.Success ? "in." : "not in."),
        ProgressEvent.NodesChanged changed =>
            "Nodes: " + string.Join(", ", changed.Nodes.Select(node => node.Name + (node.HasLeft ? " (left)" : ""))),
        ProgressEvent.Noticed noticed => noticed.Message,
        _ => happened.GetType().Name,
    };

    private static IEnumerable<(string Name, object? Value)> Parts(ProgressEvent happened) => happened switch
    {
        ProgressEvent.RunStarted run => [("migration", run.Id.ToString())],
        ProgressEvent.StepEntered step => [("step", step.Words)],
        ProgressEvent.PhaseEntered entered => [("phase", entered.Phase.ToString())],
        ProgressEvent.PhaseLeft left => [("phase", left.Phase.ToString()), ("seconds", left.Elapsed.TotalSeconds)],
        ProgressEvent.Planned plan => [("tables", plan.Tables), ("rows", plan.Rows), ("bytes", plan.Bytes)],
        ProgressEvent.TaskStarted started =>
            [.. Of(started.Attempt), ("kind", started.Kind), ("object", started.Name), ("by", started.By?.ToString())],
        ProgressEvent.TaskRetrying retrying => [.. Of(retrying.Attempt), ("delay_seconds", retrying.Delay.TotalSeconds)],
        ProgressEvent.TaskFinished finished => [.. Of(finished.Attempt), .. Moved(finished.Rows, finished.Bytes, finished.Elapsed)],
        ProgressEvent.TaskFailed failed => Of(failed.Attempt),
        ProgressEvent.TableFinished table =>
            [("object", table.Table.ToString()), .. Moved(table.Rows, table.Bytes, table.Elapsed), ("success", table.Success)],
        ProgressEvent.Noticed { Origin: { } origin } => [("logger", origin.Logger)],
        _ => [],
    };

    private static (string Name, object? Value)[] Of(AttemptId attempt) => [("task", attempt.Task), ("attempt", attempt.Attempt)];

    private static (string Name, object? Value)[] Moved(long rows, long bytes, TimeSpan elapsed) =>
        [("rows", rows), ("bytes", bytes), ("seconds", elapsed.TotalSeconds)];
}
