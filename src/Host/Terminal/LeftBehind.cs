using ActorMigrate.Host.Progress;

namespace ActorMigrate.Host.Terminal;

/// <summary>Knows what this process leaves when its user ends it at once, and the command that goes on.</summary>
internal sealed class LeftBehind
{
    private const string AtOnce = "Ended at once by a second signal";

    private volatile string _words = AtOnce + ".";

    /// <summary>The message of such an end, in one line.</summary>
    public string Words => _words;

    /// <summary>Follows a run that takes part in a migration, and hands its events on to <paramref name="sink"/>. A run that has started is
    /// recorded in the target. <paramref name="isWorker"/>: the process neither begins nor resumes the migration.</summary>
    public IProgressSink Follow(IProgressSink sink, bool isWorker)
    {
        _words = AtOnce + ", before this process had a part in a migration. To try again, run the command again.";
        return new Following(this, sink, isWorker);
    }

    private sealed class Following(LeftBehind left, IProgressSink sink, bool isWorker) : IProgressSink
    {
        public void Report(ProgressEvent progress)
        {
            if (progress is ProgressEvent.RunStarted)
                left._words = AtOnce + ": finished work is kept, and the servers roll back what was under way. " + NextStep;
            sink.Report(progress);
        }

        private string NextStep => isWorker
            ? "To take part again: actormigrate worker; where no other node goes on: actormigrate resume."
            : "To go on: actormigrate resume.";
    }
}
