using ActorMigrate.Coordinator;
using ActorMigrate.Coordinator.Actors;
using ActorMigrate.Migration;
using ActorMigrate.Transfer.Actors;
using Akka.Actor;

namespace ActorMigrate.Host.Composition;

/*  The root of one process's part in a migration: a coordinator and a node beneath it, which meet in the ledger and never talk to each
    other. What has to pass between them within the process passes here.

        coordinator ──LedgerReady──▶ the node begins, the listener listens
        coordinator ──StopNodesWanted──▶ node ──NodeStopped──▶ coordinator
        node ──NodeBroke──▶ coordinator
        listener ──"look again"──▶ both */

/// <summary>Supervises the coordinator and the node of one process.</summary>
internal sealed class MigrationActor : ReceiveActor
{
    private readonly CancellationTokenSource stop = new();
    private readonly Func<CoordinatorEvent.LedgerReady, NodeParts> makeNode;
    private readonly IActorRef coordinator;
    private IActorRef node = ActorRefs.Nobody;
    private NodeParts? parts;
    private IActorRef asker = ActorRefs.Nobody;
    private bool stopping;

    public MigrationActor(RunRequest request, Func<CoordinatorEvent.LedgerReady, NodeParts> makeNode)
    {
        this.makeNode = makeNode;
        coordinator = Context.ActorOf(Props.Create(() => new CoordinatorActor(request)), "coordinator");
        Context.Watch(coordinator);
        Receive<StartRun>(Start);
        Receive<StopRun>(coordinator.Forward);
        Receive<CoordinatorEvent.LedgerReady>(BeginNode);
        Receive<CoordinatorEvent.StopNodesWanted>(_ => StopNodes());
        Receive<CoordinatorEvent>(_ => { });
        Receive<NodeStopped>(_ => coordinator.Tell(new NodesAreStopped()));
        Receive<NodeBroke>(broke => coordinator.Tell(new NodeFailed(broke.Failure)));
        Receive<LedgerChanged>(_ => PassOn());
        Receive<RunEnded>(End);
        Receive<Status.Failure>(End);
        Receive<Terminated>(ended => OnTerminated(ended));
    }

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

    /// <summary>Neither child may lose its state and go on as if nothing had been: a defect in one ends it, and the run says so.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Start(StartRun start)
    {
        asker = Sender;
        coordinator.Tell(start);
    }

    private void BeginNode(CoordinatorEvent.LedgerReady ready)
    {
        parts = makeNode(ready);
        var seat = parts.Seat;
        node = Context.ActorOf(Props.Create(() => new NodeActor(seat)), "node");
        Context.Watch(node);
        var self = Self;
        _ = parts.Listener.ListenAsync(() => self.Tell(LedgerChanged.Instance), stop.Token);
    }

    private void StopNodes()
    {
        stopping = true;
        if (node.IsNobody())
            coordinator.Tell(new NodesAreStopped());
        else
            node.Tell(StopNode.Instance);
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
                coordinator.Tell(new NodeFailed(NodeEnded));
        }
        else
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
