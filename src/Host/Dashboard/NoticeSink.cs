using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Report;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Wording;

namespace ActorMigrate.Host.Dashboard;

/// <summary>Hands the events of a run on, and keeps its notices and log messages for the page.</summary>
internal sealed class NoticeSink(IProgressSink next, DashboardState state) : IProgressSink
{
    /// <inheritdoc />
    public void Report(ProgressEvent progress)
    {
        next.Report(progress);
        if (progress is ProgressEvent.Noticed notice)
            state.Add(LogLevelNames.Of(notice.Level), Printable.Line(SecretText.Hidden(notice.Message)));
    }
}
