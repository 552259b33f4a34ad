using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator.Joining;

/// <summary>Why a process leaves a migration that goes on without it, or has ended under others.</summary>
public abstract record Departure
{
    private Departure()
    {
    }

    /// <summary>The migration has ended.</summary>
    public sealed record Over(Outcome Outcome) : Departure;

    /// <summary>The user asked this node to stop; the others go on. <paramref name="Coordinated"/>: one of them coordinates in its stead.</summary>
    public sealed record Asked(bool Coordinated) : Departure;

    /// <summary>This node cannot go on.</summary>
    public sealed record Broke(Failure Failure) : Departure;

    /// <summary>The target holds the migration no more. <paramref name="WasAway"/>: this node had not heard from the target for longer than
    /// its lease, for which long the coordinator waits for the other nodes after success; otherwise somebody has removed the ledger.</summary>
    public sealed record LedgerDropped(bool WasAway) : Departure;

    /// <summary>Others took this node for dead, or coordinate in its stead; it may come back as another node.</summary>
    public sealed record Replaced(Exception Cause) : Departure;
}
