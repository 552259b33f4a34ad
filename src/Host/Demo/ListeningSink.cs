using ActorMigrate.Host.Progress;

namespace ActorMigrate.Host.Demo;

/// <summary>Passes the events of a run on, and lets <paramref name="hear"/> have each afterwards.</summary>
internal sealed class ListeningSink(IProgressSink next, Action<ProgressEvent> hear) : IProgressSink
{
    /// <inheritdoc />
    public void Report(ProgressEvent progress)
    {
        next.Report(progress);
        hear(progress);
    }
}
