using ActorMigrate.Migration;

namespace ActorMigrate.Postgres.Snapshot;

/// <summary>The options by which a snapshot is held.</summary>
public sealed record SnapshotOptions
{
    /// <summary>The number of sessions that hold the snapshot, from 1. With two, the death of either costs nothing.</summary>
    public int Holders { get; init; } = 2;

    /// <summary>An export returns as soon as one session holds the snapshot, and the others join while it is read; locks wait for
    /// them.</summary>
    public bool GathersLater { get; init; }

    /// <summary>Between two looks at the holders.</summary>
    public TimeSpan CheckInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A holder that does not answer for so long is replaced, as long as another one answers.</summary>
    public TimeSpan AnswerWithin { get; init; } = Timeouts.HoldersAnswer;

    /// <summary>The longest wait for one batch of table locks.</summary>
    public TimeSpan LockTimeout { get; init; } = Timeouts.HoldersLock;

    /// <summary>Tables locked by one statement.</summary>
    public int LockBatch { get; init; } = 500;

    /// <summary>The clock of the looks at the holders.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Ids under which others (other nodes) hold the same snapshot, asked for when no holder of this one lives.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<string>>>? OtherIds { get; init; }
}
