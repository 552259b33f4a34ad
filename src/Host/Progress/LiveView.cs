using ActorMigrate.Host.Wording;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Progress;

/// <summary>A view on a terminal that is painted over: phases, what runs, how far the copying is. Lines
/// that must not get lost scroll by above it.</summary>
internal sealed class LiveView(FramePainter painter, TimeProvider time) : ProgressView(time)
{
    private static readonly TimeSpan _frame = TimeSpan.FromMilliseconds(240);
    private readonly List<StyledLine> _above = [];
    private TimeSpan _lastFrame = -_frame;

    protected override void Happened(ProgressEvent happened, DateTimeOffset at, TimeSpan elapsed)
    {
        switch (happened)
        {
            case ProgressEvent.RunStarted run:
                Above($"{run.Source} → {run.Target}", LineStyle.Strong);
                break;
            case ProgressEvent.TaskRetrying retrying:
                Above($"{Board.NameOf(retrying.Attempt)}: attempt {retrying.Attempt.Attempt} failed, retry in "
                    + $"{Amounts.Duration(retrying.Delay)}: {retrying.Error}", LineStyle.Warning);
                break;
            case ProgressEvent.TaskFailed failed:
                Above($"{Board.NameOf(failed.Attempt)}: failed: {failed.Error}", LineStyle.Error);
                break;
            case ProgressEvent.Noticed noticed:
                Above(noticed.Message, noticed.Level >= LogLevel.Error
                    ? LineStyle.Error
                    : noticed.Level == LogLevel.Warning ? LineStyle.Warning
                    : LineStyle.Dim);
                break;
        }
    }

    protected override void Tick(TimeSpan now)
    {
        if (now - _lastFrame < _frame && _above.Count == 0)
            return;
        _lastFrame = now;
        painter.Paint(_above, LiveFrame.Of(Board, now, painter.Width, painter.Height));
        _above.Clear();
    }

    protected override void Finish()
    {
        painter.Paint(_above, []);
        painter.End();
    }

    private void Above(string text, LineStyle style) => _above.AddRange(Printable.Lines(text).Select(line => new StyledLine(line, style)));
}
