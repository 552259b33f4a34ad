using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator.Actors;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Coordinator;

/// <summary>The events that the coordinator publishes on the event stream of its actor system.</summary>
public abstract record CoordinatorEvent
{
    private CoordinatorEvent()
    {
    }

    /// <summary>A phase was entered.</summary>
    public sealed record PhaseEntered(Phase Phase) : CoordinatorEvent;

    /// <summary>The migration is in the ledger: nodes may take part. Nodes of this process read the source through
    /// <paramref name="OpenSource"/>, under the migration's snapshot, as long as that is held, and
    /// work as <paramref name="Node"/> says.</summary>
    public sealed record LedgerReady(MigrationId Id, string Source, string Target, NodeOptions Node, OpenSession OpenSource)
        : CoordinatorEvent;

    /// <summary>A notice for the user.</summary>
    public sealed record Noticed(string Message) : CoordinatorEvent;

    /// <summary>This process followed until now and leads the migration from here on.</summary>
    public sealed record TakenOver : CoordinatorEvent;

    /// <summary>The transfers are planned.</summary>
    public sealed record TransfersPlanned(IReadOnlyList<PlannedTable> Tables) : CoordinatorEvent;

    /// <summary>The other nodes, as the ledger showed them to a heartbeat of this process, which went through the session that began at
    /// <paramref name="Through"/>.</summary>
    public sealed record NodesSeen(IReadOnlyList<NodeSeen> Nodes, DateTime Through) : CoordinatorEvent;

    /// <summary>Nodes are to stop; answered with <see cref="NodesAreStopped"/>.</summary>
    public sealed record StopNodesWanted : CoordinatorEvent;
}
