using ActorMigrate.Coordinator.Actors;
using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Migration;
using ActorMigrate.Transfer.Actors;
using Akka.Actor;

namespace ActorMigrate.Host.Composition;

/*  The root of one process's part in a migration: a member that proves that the process lives, a node that works, and in one process of
    all a coordinator. They meet in the ledger and never talk to each other. What has to pass between them within the process passes here.

        coordinator ──LedgerReady──▶ node and member begin, the listener listens
        coordinator ──StopNodesWanted──▶ node ──NodeStopped──▶ coordinator
        node ──NodeBroke──▶ coordinator
        listener ──"look again"──▶ both
        member ──MemberLost──▶ everything stops at once; the process may come back as another node

    A process without a coordinator ends when the ledger says that the migration has, or when it is asked to:

        Working ──MemberSaw(outcome), StopRun, NodeBroke, LedgerGone──▶ Leaving ──NodeStopped, row ended──▶ RunEnded */

/// <summary>Supervises what one process does in a migration.</summary>
internal sealed class MigrationActor : ReceiveActor
{
    private readonly CancellationTokenSource stop = new();
    private readonly Func<CoordinatorEvent.LedgerReady, NodeParts> makeNode;
    private readonly ProcessPart part;
    private IActorRef coordinator = ActorRefs.Nobody;
    private IActorRef member = ActorRefs.Nobody;
    private IActorRef node = ActorRefs.Nobody;
    private NodeParts? parts;
    private IActorRef asker = ActorRefs.Nobody;
    private Departure? departure;
    private Phase? seen;
    private bool stopping;

    public MigrationActor(ProcessPart part, Func<CoordinatorEvent.LedgerReady, NodeParts> makeNode)
    {
        (this.part, this.makeNode) = (part, makeNode);
        Receive<StartRun>(Start);
        Receive<StopRun>(_ => OnStopRun());
        Receive<CoordinatorEvent.LedgerReady>(Begin);
        Receive<CoordinatorEvent.StopNodesWanted>(_ => StopNode());
        Receive<CoordinatorEvent>(_ => { });
        Receive<NodeStopped>(OnNodeStopped);
        Receive<NodeBroke>(broke => OnNodeBroke(broke.Failure));
        Receive<MemberSaw>(OnMemberSaw);
        Receive<MemberLost>(OnMemberLost);
        Receive<LedgerGone>(_ => OnLedgerGone());
        Receive<LedgerChanged>(_ => PassOn());
        Receive<Tended>(_ => { });
        Receive<RunEnded>(End);
        Receive<Status.Failure>(End);
        Receive<Terminated>(OnTerminated);
    }

    private sealed record Tended;

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(CoordinatorEvent));
        Context.System.EventStream.Subscribe(Self, typeof(NodeBroke));
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        stop.Cancel();
        _ = parts?.DisposeAsync().AsTask();
    }

    /// <summary>A defect here must not leave the one who waits without an answer.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        End(new Status.Failure(reason));
        base.PreRestart(reason, message);
    }

    private static Failure NodeEnded { get; } = new(
        FailureClass.Fatal, null, "The node ended by a defect of its own; the log says which.", "Report it, with the log.");

    /// <summary>No child may lose its state and go on as if nothing had been: a defect in one ends it, and the run says so.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Start(StartRun start)
    {
        asker = Sender;
        if (part is ProcessPart.Follow follow)
        {
            Context.System.EventStream.Publish(follow.Ready);
            return;
        }

        var request = ((ProcessPart.Lead)part).Request;
        coordinator = Context.ActorOf(Props.Create(() => new CoordinatorActor(request)), "coordinator");
        Context.Watch(coordinator);
        coordinator.Tell(start);
    }

    private void Begin(CoordinatorEvent.LedgerReady ready)
    {
        parts = makeNode(ready);
        var (seat, place) = (parts.Seat, new MemberSeat(ready.Id, part.Node, part.Source, part.Target, part.Options, part.Time));
        node = Context.ActorOf(Props.Create(() => new NodeActor(seat)), "node");
        Context.Watch(node);
        member = Context.ActorOf(Props.Create(() => new MemberActor(place)), "member");
        Context.Watch(member);
        var self = Self;
        _ = parts.Listener.ListenAsync(() => self.Tell(LedgerChanged.Instance), stop.Token);
    }

    private void OnStopRun()
    {
        if (!coordinator.IsNobody())
            coordinator.Tell(new StopRun());
        else
            Leave(new Departure.Asked());
    }

    private void StopNode()
    {
        stopping = true;
        if (node.IsNobody())
            OnNodeStopped(new NodeStopped(0));
        else
            node.Tell(Transfer.Actors.StopNode.Instance);
    }

    private void OnNodeStopped(NodeStopped stopped)
    {
        if (!coordinator.IsNobody())
            coordinator.Tell(new NodesAreStopped());
        else if (part is ProcessPart.Follow follow && departure is { } why)
            NodeSummary.LeaveAsync(follow.Joined, why, stopped.Released, CancellationToken.None).PipeTo(Self, success: summary => new RunEnded(summary));
    }

    /// <summary>What nothing can go on after stops the whole migration where the coordinator sits. Elsewhere the coordinator learns of it
    /// from the ledger, where it stands, and stops the migration; a failure of this node's own only takes this node out.</summary>
    private void OnNodeBroke(Failure failure)
    {
        if (!coordinator.IsNobody())
            coordinator.Tell(new NodeFailed(failure));
        else
            Leave(new Departure.Broke(failure));
    }

    private void OnMemberSaw(MemberSaw saw)
    {
        if (part is not ProcessPart.Follow follow || !coordinator.IsNobody())
            return;
        if (seen != saw.Pulse.Phase)
            Context.System.EventStream.Publish(new CoordinatorEvent.PhaseEntered(saw.Pulse.Phase));
        seen = saw.Pulse.Phase;
        follow.Joined.Snapshot.TendAsync(saw.Pulse.Phase).PipeTo(Self, success: () => new Tended(), failure: _ => new Tended());
        if (saw.Pulse.Outcome is { } outcome)
            Leave(new Departure.Over(outcome));
    }

    /// <summary>Leaving a migration ends the node's row, too: then it is no news.</summary>
    private void OnMemberLost(MemberLost lost)
    {
        if (departure is null && lost.Pulse.Outcome is null)
            End(new Status.Failure(new NodeLostException()));
    }

    private void OnLedgerGone()
    {
        if (coordinator.IsNobody())
            Leave(new Departure.LedgerDropped());
    }

    private void Leave(Departure why)
    {
        if (departure is not null)
            return;
        departure = why;
        StopNode();
    }

    private void PassOn()
    {
        coordinator.Tell(LedgerChanged.Instance);
        node.Tell(LookAgain.Instance);
    }

    private void OnTerminated(Terminated ended)
    {
        if (ended.ActorRef.Equals(node))
        {
            node = ActorRefs.Nobody;
            if (!stopping)
                OnNodeBroke(NodeEnded);
        }
        else if (ended.ActorRef.Equals(coordinator))
        {
            End(new Status.Failure(new InvalidOperationException("The coordinator ended without a verdict; the log says why.")));
        }
    }

    private void End(object ending)
    {
        asker.Tell(ending);
        asker = ActorRefs.Nobody;
    }
}
