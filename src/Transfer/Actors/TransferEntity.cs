using ActorMigrate.Cluster;
using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using Akka.Actor;
using Akka.Cluster.Sharding;

namespace ActorMigrate.Transfer.Actors;

/*  The sharded entity of one task, or of one lot of quick ones, on one node.

        Idle ──Order──▶ Working ──TaskEnd, supervisor ended──▶ passivated
          │                │
          │                └──StopWork──▶ stopped: the node gives the task back
          └──Order for another node: refused; that node is gone, and the coordinator takes the task back

    The entity supervises the task's attempts with exponential backoff; a lot has one attempt, and its tasks are granted anew when that
    fails. A repeated order changes nothing. The ledger is authoritative: an order for a task that the node does not hold by the ledger
    ends as fenced.                                                                                                                      */

/// <summary>Carries out one task, or one lot of them, on the order of the coordinator.</summary>
public sealed class TransferEntity : ReceiveActor
{
    private readonly Func<NodeResources?> resourcesOf;
    private readonly Func<IActorRef> nodeOf;
    private NodeResources? resources;
    private Order? order;
    private TaskEnd? end;
    private TaskSpan span = TaskSpan.None;
    private IActorRef supervisor = ActorRefs.Nobody;

    /// <summary>An entity of the node with <paramref name="resources"/>, null before it works,
    /// and tells <paramref name="node"/>.</summary>
    public TransferEntity(Func<NodeResources?> resources, Func<IActorRef> node)
    {
        (resourcesOf, nodeOf) = (resources, node);
        Receive<Prime>(_ => OnPrime());
        Receive<Order>(Begin);
        Receive<TaskEnd>(ended => end = ended);
        Receive<Terminated>(_ => Finish());
        Receive<StopWork>(_ => Stop());
    }

    private IReadOnlyList<TaskLabel> Labels => [.. order!.Tasks.Select(ordered => ordered.Task)];

    /// <summary>Stops the supervisor. A failure that reaches this far has ended it; the ledger knows it already.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    /// <inheritdoc />
    protected override void PostStop() => span.End(end);

    private void OnPrime()
    {
        if (resourcesOf() is { } here)
            Sender.Tell(new Primed(here.Node));
    }

    private void Begin(Order given)
    {
        if (order is not null)
            return;
        resources = resourcesOf();
        if (resources is null || resources.Node != given.Place.Node)
        {
            Passivate();
            return;
        }

        order = given;
        span = TaskSpan.Of(given, resources.Node);
        nodeOf().Tell(new TasksHeld(Labels, Self));
        supervisor = Context.Watch(Context.ActorOf(PropsOf(given, resources.Work with { Span = span }), "supervisor"));
    }

    private Props PropsOf(Order given, TaskWork work)
    {
        var tasks = given.Tasks.Select(ordered => ClaimedTask.Of(ordered.Task, ordered.Attempts, ordered.Memory)).ToList();
        var self = Self;
        return tasks is [var single] ? TaskSupervision.Of(single, work, self) : ActorProps.Of(() => new LotActor(tasks, work, self));
    }

    private void Finish()
    {
        nodeOf().Tell(new TasksOver(Labels, end));
        if (end is not TaskEnd.Settled)
        {
            foreach (var label in Labels)
                resources!.Work.Report(new TaskReport.Released(resources.Node, label));
        }

        Passivate();
    }

    private void Stop()
    {
        Context.Unwatch(supervisor);
        if (order is not null)
            nodeOf().Tell(new TasksOver(Labels, new TaskEnd.Fenced()));
        Context.Stop(Self);
    }

    private static void Passivate() => Context.Parent.Tell(new Passivate(PoisonPill.Instance));
}
