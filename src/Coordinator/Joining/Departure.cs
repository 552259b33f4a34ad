using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator.Joining;

/// <summary>The reason why a process leaves a migration that goes on without it or has ended.</summary>
public abstract record Departure
{
    private Departure()
    {
    }

    /// <summary>The migration has ended.</summary>
    public sealed record Over(Outcome Outcome) : Departure;

    /// <summary>The user asked this node to stop. <paramref name="Coordinated"/>: one of the others coordinates in its stead.
    /// <paramref name="OthersLive"/>: they go on.</summary>
    public sealed record Asked(bool Coordinated, bool OthersLive) : Departure;

    /// <summary>The user drained this node: it has ended its tasks, and the others go on. That is a success for a worker; a process that
    /// began or resumed the migration has not seen its end.</summary>
    public sealed record Drained(bool IsWorker) : Departure;

    /// <summary>This node cannot go on.</summary>
    public sealed record Broke(Failure Failure) : Departure;

    /// <summary>The target holds the migration no more. <paramref name="WasAway"/>: this node had not reached the target for longer than
    /// its lease, so that the migration may have succeeded, because after success the coordinator waits only one lease for the other nodes.
    /// Otherwise somebody has removed the ledger.</summary>
    public sealed record LedgerDropped(bool WasAway) : Departure;

    /// <summary>The coordinator declared this node dead, or another one coordinates in its place;
    /// the process may come back as another node.</summary>
    public sealed record Replaced(Exception Cause) : Departure;
}
