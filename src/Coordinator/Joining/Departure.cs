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

    /// <summary>The target holds the migration no more.</summary>
    public sealed record LedgerDropped : Departure;

    /// <summary>Others took this node for dead, or coordinate in its stead; it may come back as another node.</summary>
    public sealed record Replaced(Exception Cause) : Departure;
}
