using ActorMigrate.Postgres.Snapshot;

namespace ActorMigrate.Coordinator;

/// <summary>The parts of a run that outlive the actor system of their process, which may start another one: the snapshot, of which this
/// process may be the only holder, and whether the ledger holds the migration. The process owns them; the coordinator only uses
/// them.</summary>
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

    /// <summary>Reads the ids by which other nodes hold the snapshot, too. There are none before a run knows of any.</summary>
    internal Func<CancellationToken, Task<IReadOnlyList<string>>> OtherIdsAsync { get; set; } =
        _ => Task.FromResult<IReadOnlyList<string>>([]);

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
