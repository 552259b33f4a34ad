using ActorMigrate.Cluster.Placement;
using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator;
using ActorMigrate.Coordinator.Actors;
using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres;
using ActorMigrate.Transfer.Actors;
using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;

namespace ActorMigrate.Host.Nodes;

/// <summary>Take part in the migration. Answered once, with <see cref="RunEnded"/>, or with <c>Status.Failure</c>.</summary>
internal sealed record StartPart;

/// <summary>The parts of one process's actor system that its participation works with.</summary>
internal sealed record ParticipationSetup(ProcessRole Part, NodePlace Place, NodeHere Here, IActorRef Region, IActorRef CoordinatorProxy);

/// <summary>Gathers the events that one process receives of its migration and carries out what <see cref="Participation"/>
/// decides.</summary>
internal sealed class ParticipationActor : ReceiveActor
{
    private readonly Akka.Cluster.Cluster cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ParticipationSetup setup;
    private readonly ProcessRole part;
    private readonly LocalNode node;
    private readonly WaitNotices waits;
    private ParticipationState state = ParticipationState.Initial;
    private IActorRef coordinator = ActorRefs.Nobody;
    private IActorRef asker = ActorRefs.Nobody;
    private Phase? shown;
    private Pulse? heard;
    private long? heardAt;
    private bool stopAsked;

    public ParticipationActor(ParticipationSetup setup)
    {
        (this.setup, part) = (setup, setup.Part);
        node = new LocalNode(setup);
        waits = new WaitNotices(part, Context.System.EventStream);
        Receive<StartPart>(_ => Start());
        Receive<StopRun>(_ => OnStopRun());
        Receive<CoordinatorHere>(OnCoordinatorHere);
        Receive<CoordinatorLeads>(_ => OnCoordinatorLeads());
        Receive<CoordinatorNotHere>(gone => OnCoordinatorNotHere(gone.Coordinator));
        Receive<CoordinatorEvent.LedgerReady>(ready => node.Begin(ready, Context));
        Receive<CoordinatorEvent.StopNodesWanted>(_ => Feed(new ParticipationEvent.NodeStopWanted()));
        Receive<CoordinatorEvent>(_ => { });
        Receive<NodeStopped>(stopped => Feed(new ParticipationEvent.NodeStopped(stopped.Released)));
        Receive<NodeBroke>(broke => Feed(new ParticipationEvent.NodeBroke(broke.Failure, WasAway)));
        Receive<NodeDrained>(_ => Feed(new ParticipationEvent.NodeDrained(OthersLive, part.IsWorker)));
        Receive<PhaseUpdate>(OnPhase);
        Receive<HeartbeatTaken>(OnHeartbeat);
        Receive<RowEnded>(OnRowEnded);
        Receive<LedgerGone>(_ => OnLedgerGone());
        Receive<ThisActorSystemQuarantinedEvent>(_ => Feed(new ParticipationEvent.Replaced(new NodeLostException())));
        Receive<Tended>(OnTended);
        Receive<RunEnded>(Answer);
        Receive<Status.Failure>(OnFailure);
        Receive<Terminated>(OnTerminated);
    }

    private sealed record Tended(Exception? Cause);

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(CoordinatorEvent));
        Context.System.EventStream.Subscribe(Self, typeof(ThisActorSystemQuarantinedEvent));
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _ = node.DisposeAsync().AsTask();
    }

    /// <summary>Tells the process that waits of a defect, which must not leave it without an answer.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        Answer(new Status.Failure(reason));
        base.PreRestart(reason, message);
    }

    /// <summary>Stops a child that has a defect, instead of restarting it without its state; the run then fails with that defect.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    /// <summary>A process that was paused before its first heartbeat was away, too.</summary>
    private bool WasAway => heardAt is not { } last || part.Time.GetElapsedTime(last) > part.Shared.Lease;

    /// <summary>Another member can take over from this node, or a node that is about to join, which founds a cluster when it is
    /// alone.</summary>
    private bool OthersLive => cluster.State.Members.Any(IsOther)
        || (heard is { } pulse && pulse.Nodes.Any(other => !other.HasLeft && pulse.Now - other.HeartbeatAt <= part.Shared.Lease));

    private bool IsOther(Member member) =>
        member.Status is MemberStatus.Up
        && !member.UniqueAddress.Equals(cluster.SelfUniqueAddress)
        && !cluster.State.Unreachable.Contains(member);

    private void Start()
    {
        asker = Sender;
        if (part is not ProcessRole.Follow follow)
            return;
        node.Begin(follow.Ready, Context);
        Context.System.EventStream.Publish(follow.Ready);
    }

    /// <summary>Stops the run. A process that begins or resumes a migration has nothing to leave before it leads it.</summary>
    private void OnStopRun()
    {
        stopAsked = true;
        if (part is ProcessRole.Follow || state.Role == ParticipationRole.Leading)
            Feed(new ParticipationEvent.StopAsked(OthersLive));
    }

    private void OnCoordinatorHere(CoordinatorHere here)
    {
        coordinator = here.Coordinator;
        Feed(new ParticipationEvent.Elected());
    }

    private void OnCoordinatorLeads()
    {
        Feed(new ParticipationEvent.Leads());
        if (stopAsked && part is ProcessRole.Lead)
            Feed(new ParticipationEvent.StopAsked(OthersLive));
        if (part is ProcessRole.Follow)
            Context.System.EventStream.Publish(new CoordinatorEvent.TakenOver());
    }

    private void OnCoordinatorNotHere(IActorRef gone)
    {
        if (!gone.Equals(coordinator))
            return;
        coordinator = ActorRefs.Nobody;
        Feed(new ParticipationEvent.HandedOver());
    }

    private void Feed(ParticipationEvent happened)
    {
        (state, var commands) = Participation.Decide(state, happened);
        foreach (var command in commands)
            Do(command);
    }

    private void Do(ParticipationCommand command)
    {
        switch (command)
        {
            case ParticipationCommand.StopTheRun:
                coordinator.Tell(new StopRun());
                break;
            case ParticipationCommand.FailTheRun fail:
                coordinator.Tell(new NodeFailed(fail.Failure));
                break;
            case ParticipationCommand.TellNodesStopped:
                coordinator.Tell(new NodesAreStopped());
                break;
            case ParticipationCommand.StepDown:
                coordinator.Tell(new StepDown());
                break;
            case ParticipationCommand.StopNode:
                node.Stop(Self, state.Leaving);
                break;
            case ParticipationCommand.Depart depart:
                node.LeaveAsync(depart).PipeTo(Self, failure: error => new Status.Failure(error));
                break;
        }
    }

    private void OnHeartbeat(HeartbeatTaken taken)
    {
        heardAt = taken.SentAt;
        heard = taken.Pulse;
        node.LedgerAnswered();
        waits.Look(taken.Pulse);
        OnPhase(taken.Pulse.Phase, taken.Pulse.Outcome);
    }

    private void OnPhase(PhaseUpdate update)
    {
        waits.Look(update.Orders);
        OnPhase(update.Phase, update.Outcome);
    }

    /// <summary>Handles the phase and the outcome of the migration, which both messages and heartbeats bring. Messages are faster, but may
    /// be lost.</summary>
    private void OnPhase(Phase phase, Outcome? outcome)
    {
        if (part is not ProcessRole.Follow follow)
            return;
        follow.Joined.Snapshot.TendAsync(phase).PipeTo(Self, success: () => new Tended(null), failure: error => new Tended(error));
        if (state.Role == ParticipationRole.Leading)
            return;
        if (shown != phase)
            Context.System.EventStream.Publish(new CoordinatorEvent.PhaseEntered(phase));
        shown = phase;
        if (outcome is { } ended)
            Feed(new ParticipationEvent.MigrationOver(ended));
    }

    private void OnTended(Tended tended)
    {
        if (tended.Cause is ServerFailureException { Failure: var failure } && state.Role != ParticipationRole.Leading
            && (failure.Class != FailureClass.Transient || waits.IsLockedOutTooLong(failure)))
        {
            Feed(new ParticipationEvent.NodeBroke(failure, WasAway));
        }
    }

    private void OnLedgerGone()
    {
        node.HeartbeatEnded();
        Feed(new ParticipationEvent.LedgerLost(WasAway));
    }

    /// <summary>Ends the part of a node whose row has ended; after leaving, or after the migration's end, that is no news.</summary>
    private void OnRowEnded(RowEnded ended)
    {
        node.HeartbeatEnded();
        if (ended.Pulse.Outcome is { } outcome)
            Feed(new ParticipationEvent.MigrationOver(outcome));
        else
            Feed(new ParticipationEvent.Replaced(new NodeLostException()));
    }

    /// <summary>Handles a coordinator that failed, or learned that another one has taken its place.</summary>
    private void OnFailure(Status.Failure failure)
    {
        if (failure.Cause is CoordinatorReplacedException or NodeLostException && state.Leaving is null && node.IsRegistered)
            Feed(new ParticipationEvent.Replaced(failure.Cause));
        else
            Answer(failure);
    }

    private void OnTerminated(Terminated ended)
    {
        if (node.OnTerminated(ended.ActorRef, WasAway) is { } happened)
            Feed(happened);
    }

    private void Answer(object ending)
    {
        asker.Tell(ending);
        asker = ActorRefs.Nobody;
    }
}
