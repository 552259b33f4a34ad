using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Actors;

/// <summary>Begin the migration. Answered once, with <see cref="RunEnded"/>, or with <c>Status.Failure</c> when it was refused.</summary>
public sealed record StartRun;

/// <summary>The user asked to stop.</summary>
public sealed record StopRun;

/// <summary>The ledger may have changed: count again.</summary>
public sealed record LedgerChanged
{
    /// <summary>The one instance.</summary>
    public static readonly LedgerChanged Instance = new();
}

/// <summary>The node of this process met a failure that nothing can go on after.</summary>
public sealed record NodeFailed(Failure Failure);

/// <summary>The node of this process has given its tasks back.</summary>
public sealed record NodesAreStopped;

/// <summary>The run is over.</summary>
public sealed record RunEnded(MigrationSummary Summary);

/// <summary>One table's part of the plan: its number in the ledger, the tasks that copy it, and what they are estimated to move.</summary>
public sealed record PlannedTable(int Relation, QualifiedName Name, int Copies, long EstimatedRows, long EstimatedBytes);

/// <summary>What the coordinator publishes on the event stream of its actor system.</summary>
public abstract record CoordinatorEvent
{
    private CoordinatorEvent()
    {
    }

    /// <summary>A phase was entered.</summary>
    public sealed record PhaseEntered(Phase Phase) : CoordinatorEvent;

    /// <summary>The migration stands in the ledger: nodes may take part. Nodes of this process read the source through
    /// <paramref name="OpenSource"/>, under the migration's snapshot, as long as that is held, and work as <paramref name="Node"/> says.</summary>
    public sealed record LedgerReady(MigrationId Id, string Source, string Target, NodeOptions Node, OpenSession OpenSource) : CoordinatorEvent;

    /// <summary>Something that who watches should know, in words.</summary>
    public sealed record Noticed(string Message) : CoordinatorEvent;

    /// <summary>The transfers are planned.</summary>
    public sealed record TransfersPlanned(IReadOnlyList<PlannedTable> Tables) : CoordinatorEvent;

    /// <summary>Nodes are to stop; answered with <see cref="NodesAreStopped"/>.</summary>
    public sealed record StopNodesWanted : CoordinatorEvent;
}
