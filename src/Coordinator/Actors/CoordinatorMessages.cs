using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Session;
using Akka.Actor;

namespace ActorMigrate.Coordinator.Actors;

/// <summary>Input for the coordinator of one process.</summary>
public sealed record CoordinatorSeat
{
    /// <summary>The process's node.</summary>
    public required NodeId Node { get; init; }

    /// <summary>The actor that hears how the coordination goes: <see cref="CoordinatorHere"/>, <see cref="CoordinatorLeads"/>, then
    /// <see cref="RunEnded"/> or <c>Status.Failure</c>, once.</summary>
    public required IActorRef Process { get; init; }

    /// <summary>The shard region through which orders go.</summary>
    public required IActorRef Region { get; init; }

    /// <summary>Takes the next term for this node and answers with the run that it leads; null while that is not possible yet. Throws
    /// <see cref="Membership.NodeLostException"/> when this node can never lead.</summary>
    public required Func<CancellationToken, Task<RunRequest?>> TakeAsync { get; init; }
}

/// <summary>The cluster has elected this process: its coordinator has started.</summary>
public sealed record CoordinatorHere(IActorRef Coordinator);

/// <summary>The coordinator has ended here, as after a hand-over.</summary>
public sealed record CoordinatorNotHere(IActorRef Coordinator);

/// <summary>The ledger has given the coordinator of this process its term.</summary>
public sealed record CoordinatorLeads(CoordinatorTerm Term);

/// <summary>The user asked to stop.</summary>
public sealed record StopRun;

/// <summary>Decide and grant nothing any more: this process leaves the migration to the others.</summary>
public sealed record StepDown;

/// <summary>The node of this process met a failure that nothing can go on after.</summary>
public sealed record NodeFailed(Failure Failure);

/// <summary>The node of this process has given its tasks back.</summary>
public sealed record NodesAreStopped;

/// <summary>The run is over.</summary>
public sealed record RunEnded(MigrationSummary Summary);

/// <summary>One table's part of the plan: its number in the ledger, the tasks that copy it, and what they are estimated to move.</summary>
public sealed record PlannedTable(int Relation, QualifiedName Name, int Copies, long EstimatedRows, long EstimatedBytes);

/// <summary>The events that the coordinator publishes on the event stream of its actor system.</summary>
public abstract record CoordinatorEvent
{
    private CoordinatorEvent()
    {
    }

    /// <summary>A phase was entered.</summary>
    public sealed record PhaseEntered(Phase Phase) : CoordinatorEvent;

    /// <summary>The migration stands in the ledger: nodes may take part. Nodes of this process read the source through
    /// <paramref name="OpenSource"/>, under the migration's snapshot, as long as that is held, and
    /// work as <paramref name="Node"/> says.</summary>
    public sealed record LedgerReady(MigrationId Id, string Source, string Target, NodeOptions Node, OpenSession OpenSource)
        : CoordinatorEvent;

    /// <summary>A notice for the user.</summary>
    public sealed record Noticed(string Message) : CoordinatorEvent;

    /// <summary>The transfers are planned.</summary>
    public sealed record TransfersPlanned(IReadOnlyList<PlannedTable> Tables) : CoordinatorEvent;

    /// <summary>The other nodes, as the ledger showed them to a heartbeat of this process.</summary>
    public sealed record NodesSeen(IReadOnlyList<NodeSeen> Nodes) : CoordinatorEvent;

    /// <summary>Nodes are to stop; answered with <see cref="NodesAreStopped"/>.</summary>
    public sealed record StopNodesWanted : CoordinatorEvent;
}
