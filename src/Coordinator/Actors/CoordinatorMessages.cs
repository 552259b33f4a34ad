using ActorMigrate.Control;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Summary;
using Akka.Actor;

namespace ActorMigrate.Coordinator.Actors;

/// <summary>Input for the coordinator of one process.</summary>
public sealed record CoordinatorSetup
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

    /// <summary>The end of the run, once the coordinator carries it out.</summary>
    public RunEnding Ending { get; init; } = new();
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
