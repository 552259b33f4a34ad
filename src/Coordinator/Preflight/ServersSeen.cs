using ActorMigrate.Postgres.Facts;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>The facts about the two servers.</summary>
internal sealed record ServersSeen(
    ServerFacts Source, ServerFacts Target, bool SameDatabase, PoolerKind SourcePooler, PoolerKind TargetPooler)
{
    /// <summary>The source's state that may delay a migration.</summary>
    public ServerState SourceState { get; init; } = ServerState.Quiet;

    /// <inheritdoc cref="SourceState"/>
    public ServerState TargetState { get; init; } = ServerState.Quiet;

    /// <summary>A server is so far away that copies of small tables wait for it most of the time.</summary>
    public bool IsDistant { get; init; }

    /// <summary>The ledger that the target holds already; null where it holds none.</summary>
    public CheckFinding? EarlierRun { get; init; }
}
