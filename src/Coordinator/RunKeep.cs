using ActorMigrate.Postgres.Snapshot;

namespace ActorMigrate.Coordinator;

/// <summary>The parts of a run that a process keeps when its actor system ends and another begins in its place: the snapshot, of which this
/// process may be the only holder, and whether the ledger holds the migration. Owned by the
/// process; the coordinator only uses it.</summary>
public sealed class RunKeep : IAsyncDisposable
{
    private SourceSnapshot? snapshot;
    private volatile bool recorded;

    /// <summary>The snapshot; null before it is exported and after it was released.</summary>
    internal SourceSnapshot? Snapshot
    {
        get => Volatile.Read(ref snapshot);
        set => Volatile.Write(ref snapshot, value);
    }

    /// <summary>The ledger holds the migration.</summary>
    public bool Recorded
    {
        get => recorded;
        internal set => recorded = value;
    }

    /// <summary>Releases the snapshot.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref snapshot, null) is { } held)
            await held.DisposeAsync();
    }
}
