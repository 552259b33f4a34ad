using ActorMigrate.Control;
using ActorMigrate.Coordinator;
using ActorMigrate.Coordinator.Actors;
using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using ActorMigrate.Transfer.Actors;
using Akka.Actor;

namespace ActorMigrate.Host.Composition;

/*  The root of one process's part in a migration: a member that proves that the process lives, a node that works, and in one process of
    all a coordinator. They meet in the ledger and never talk to each other. What has to pass between them within the process passes here.

        coordinator ──LedgerReady──▶ node and member begin, the listener listens
        coordinator ──StopNodesWanted──▶ node ──NodeStopped──▶ coordinator
        node ──NodeBroke──▶ coordinator
        listener ──"look again"──▶ both

        member ──CoordinatorGone──▶ this process may become the coordinator: the ledger decides

    A process with a coordinator ends with it. One without ends when the ledger says that the migration has, or when it is asked to; and
    so does one whose coordinator is asked to stop while other nodes live, because one of them takes its place:

        Working ──MemberSaw(outcome), StopRun, NodeBroke, LedgerGone──▶ Leaving ──NodeStopped, row ended──▶ RunEnded
           └────MemberLost, replaced as coordinator───────────────────▶ Leaving ──NodeStopped────────────▶ Status.Failure */

/// <summary>Supervises what one process does in a migration.</summary>
internal sealed class MigrationActor : ReceiveActor
{
    private readonly CancellationTokenSource stop = new();
    private readonly Func<CoordinatorEvent.LedgerReady, NodeParts> makeNode;
    private readonly ProcessPart part;
    private readonly WaitNotices waits;
    private IActorRef coordinator = ActorRefs.Nobody;
    private IActorRef member = ActorRefs.Nobody;
    private IActorRef node = ActorRefs.Nobody;
    private NodeParts? parts;
    private IActorRef asker = ActorRefs.Nobody;
    private Departure? departure;
    private Presence? presence;
    private Pulse? seen;
    private long seenAt;
    private bool takingOver;
    private bool stopping;

    public MigrationActor(ProcessPart part, Func<CoordinatorEvent.LedgerReady, NodeParts> makeNode)
    {
        (this.part, this.makeNode) = (part, makeNode);
        waits = new WaitNotices(part, Context.System.EventStream);
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
        Receive<CoordinatorGone>(OnCoordinatorGone);
        Receive<TookOver>(OnTookOver);
        Receive<Tended>(OnTended);
        Receive<RunEnded>(End);
        Receive<Status.Failure>(OnFailure);
        Receive<Terminated>(OnTerminated);
    }

    private sealed record Tended(Exception? Cause);

    private sealed record TookOver(RunRequest? Request);

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
            Begin(follow.Ready);
            Context.System.EventStream.Publish(follow.Ready);
        }
        else
        {
            Coordinate(((ProcessPart.Lead)part).Request);
        }
    }

    private void Coordinate(RunRequest request)
    {
        coordinator = Context.ActorOf(Props.Create(() => new CoordinatorActor(request)));
        Context.Watch(coordinator);
        coordinator.Tell(new StartRun());
    }

    /// <summary>A coordinator that takes over says so, too, when the node has long begun.</summary>
    private void Begin(CoordinatorEvent.LedgerReady ready)
    {
        if (parts is not null)
            return;
        parts = makeNode(ready);
        presence = (part as ProcessPart.Follow)?.Joined.Presence
            ?? new Presence(ready.Id, part.Node, ready.Source, ready.Target, parts.Ledger, part.Time);
        var (seat, place) = (parts.Seat, new MemberSeat(ready.Id, part.Node, part.Source, part.Target, part.Options, part.Time));
        node = Context.ActorOf(Props.Create(() => new NodeActor(seat)), "node");
        Context.Watch(node);
        member = Context.ActorOf(Props.Create(() => new MemberActor(place)), "member");
        Context.Watch(member);
        var self = Self;
        _ = parts.Listener.ListenAsync(() => self.Tell(LedgerChanged.Instance), stop.Token);
    }

    /// <summary>A coordinator that others can replace leaves the migration to them; one that is alone stops it.</summary>
    private void OnStopRun()
    {
        if (coordinator.IsNobody() || OthersLive)
            Leave(new Departure.Asked(Coordinated: !coordinator.IsNobody()));
        else
            coordinator.Tell(new StopRun());
    }

    private bool OthersLive => seen is { } pulse
        && pulse.Nodes.Any(other => !other.HasLeft && pulse.Now - other.HeartbeatAt <= part.Options.Lease);

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
        else if (departure is { } why && presence is { } here)
            NodeSummary.LeaveAsync(here, why, stopped.Released, CancellationToken.None).PipeTo(Self, success: EndingOf);
    }

    private object EndingOf(MigrationSummary summary) =>
        departure is Departure.Replaced { Cause: var cause } ? new Status.Failure(cause) : new RunEnded(summary);

    /// <summary>What nothing can go on after stops the whole migration where the coordinator sits. Elsewhere the coordinator learns of it
    /// from the ledger, where it stands, and stops the migration; a failure of this node's own only takes this node out.</summary>
    private void OnNodeBroke(Failure failure)
    {
        if (!coordinator.IsNobody())
            coordinator.Tell(new NodeFailed(failure));
        else if (LedgerGone.IsToldBy(failure))
            OnLedgerGone();
        else
            Leave(new Departure.Broke(failure));
    }

    private void OnMemberSaw(MemberSaw saw)
    {
        var before = seen;
        seen = saw.Pulse;
        seenAt = saw.SentAt;
        waits.Look(saw.Pulse);
        if (part is not ProcessPart.Follow follow)
            return;
        follow.Joined.Snapshot.TendAsync(saw.Pulse.Phase).PipeTo(Self, success: () => new Tended(null), failure: error => new Tended(error));
        if (!coordinator.IsNobody())
            return;
        if (before?.Phase != saw.Pulse.Phase)
            Context.System.EventStream.Publish(new CoordinatorEvent.PhaseEntered(saw.Pulse.Phase));
        if (saw.Pulse.Outcome is { } outcome)
            Leave(new Departure.Over(outcome));
        else if (saw.Pulse.Coordinator == part.Node)
            TakeOverWith(() => TakeOver.RequestAsync(follow.Joined, new CoordinatorTerm(part.Node, saw.Pulse.Term), CancellationToken.None)!);
    }

    private void OnCoordinatorGone(CoordinatorGone gone)
    {
        if (part is ProcessPart.Follow follow && coordinator.IsNobody() && seen is { } pulse)
            TakeOverWith(() => TakeOver.TryAsync(follow.Joined, pulse.Phase, gone, CancellationToken.None));
    }

    /// <summary>What fails on the way is tried again after the next heartbeat, which also shows a success whose answer was lost.</summary>
    private void TakeOverWith(Func<Task<RunRequest?>> work)
    {
        if (takingOver || departure is not null)
            return;
        takingOver = true;
        work().PipeTo(Self, success: request => new TookOver(request), failure: _ => new TookOver(null));
    }

    private void OnTookOver(TookOver took)
    {
        takingOver = false;
        if (took.Request is { } request && departure is null)
            Coordinate(request);
    }

    private void OnTended(Tended tended)
    {
        if (tended.Cause is ServerFailureException { Failure: var failure } && coordinator.IsNobody()
            && (failure.Class != FailureClass.Transient || waits.IsLockedOutTooLong(failure)))
        {
            Leave(new Departure.Broke(failure));
        }
    }

    /// <summary>Leaving a migration ends the node's row, too: then it is no news.</summary>
    private void OnMemberLost(MemberLost lost)
    {
        if (lost.Pulse.Outcome is null)
            Leave(new Departure.Replaced(new NodeLostException()));
        else if (coordinator.IsNobody())
            Leave(new Departure.Over(lost.Pulse.Outcome.Value));
    }

    private void OnLedgerGone()
    {
        if (coordinator.IsNobody())
            Leave(new Departure.LedgerDropped(WasAway: part.Time.GetElapsedTime(seenAt) > part.Options.Lease));
    }

    /// <summary>A coordinator whose place another has taken makes room for it.</summary>
    private void OnFailure(Status.Failure failure)
    {
        if (failure.Cause is CoordinatorReplacedException && departure is null && presence is not null)
            Leave(new Departure.Replaced(failure.Cause));
        else
            End(failure);
    }

    private void Leave(Departure why)
    {
        if (departure is not null || presence is null)
            return;
        departure = why;
        if (!coordinator.IsNobody())
        {
            Context.Unwatch(coordinator);
            Context.Stop(coordinator);
            coordinator = ActorRefs.Nobody;
        }

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
