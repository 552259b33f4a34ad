using ActorMigrate.Cluster.Placement;
using ActorMigrate.Cluster.Wire;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using Akka.Actor;

namespace ActorMigrate.Transfer.Actors;

/*  One node's part in a migration: it offers its free slots to the coordinator, which claims tasks for it and orders them from the node's
    shard of transfer entities.

        Priming ──Primed: the shard has started here──▶ Offering ──StopNode──▶ Stopping ──tasks given back──▶ NodeStopped, stops
                                                          │
                                                          ├── a fatal failure: offers nothing, and waits for StopNode
                                                          └── drained: offers nothing; NodeDrained once it works on nothing

    The ledger is authoritative on who holds which task. An offer names the tasks that the node works on, so that the coordinator orders
    anew what the ledger says beyond those: an order may be lost, and a target that crashes forgets that a task is done. A new
    coordinator primes the shard anew, since the shards' own coordinator may have moved with it.                                       */

/// <summary>Offers a node's slots and knows what it works on.</summary>
public sealed class NodeActor : ReceiveActor, IWithTimers
{
    private readonly Dictionary<long, (TaskLabel Task, IActorRef Entity)> running = [];
    private readonly NodeResources resources;
    private readonly NodePlace place;
    private readonly IActorRef region;
    private readonly IActorRef coordinator;
    private bool takesWork = true;
    private NodeOrders orders = NodeOrders.None;
    private bool primed;
    private bool hadFreeCopySlots;
    private long term;
    private long answeredAt;

    /// <summary>An actor for <paramref name="resources"/>'s node at <paramref name="place"/>, whose orders come through
    /// <paramref name="region"/> and whose offers go to <paramref name="coordinator"/>.</summary>
    public NodeActor(NodeResources resources, NodePlace place, IActorRef region, IActorRef coordinator)
    {
        ArgumentNullException.ThrowIfNull(resources);
        (this.resources, this.place, this.region, this.coordinator) = (resources, place, region, coordinator);
        answeredAt = resources.Work.Time.GetTimestamp();
        Receive<OfferNow>(_ => Tick());
        Receive<Primed>(OnPrimed);
        Receive<PhaseUpdate>(OnPhase);
        Receive<TasksHeld>(OnHeld);
        Receive<TasksOver>(OnOver);
        Receive<LedgerAnswered>(_ => answeredAt = resources.Work.Time.GetTimestamp());
        Receive<StopNode>(_ => BeginToStop());
        Receive<IdleClosed>(_ => { });
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    private sealed record OfferNow;

    private sealed record IdleClosed;

    private sealed record Unwound(int? Released);

    /// <inheritdoc />
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(OfferNow), new OfferNow(), resources.Work.Options.PollInterval);
        Tick();
    }

    private void Tick()
    {
        if (!primed)
            region.Tell(new Prime(place));
        else
            Offer();
        CloseIdle();
    }

    private void OnPrimed(Primed answer)
    {
        primed = answer.Node == resources.Node;
        Offer();
    }

    private void Offer()
    {
        if (!primed)
            return;
        coordinator.Tell(new SlotsOffered(
            place, LaneSlots.Of(Options, TakenSlots(), takesWork && !orders.IsDrained), [.. running.Keys],
            resources.Work.Time.GetElapsedTime(answeredAt).TotalSeconds));
    }

    /// <summary>The node's options with the slots that people have set since it was started.</summary>
    private NodeOptions Options => resources.Work.Options with
    {
        CopySlots = orders.CopySlots ?? resources.Work.Options.CopySlots,
        IndexSlots = orders.IndexSlots ?? resources.Work.Options.IndexSlots,
    };

    /// <summary>Returns the lane of each slot that is taken: a lot takes one.</summary>
    private List<TaskLane> TakenSlots() => [.. running.Values.DistinctBy(held => held.Entity).Select(held => held.Task.Lane)];

    private void OnHeld(TasksHeld held)
    {
        foreach (var task in held.Tasks)
            running[task.Id] = (task, held.Entity);
    }

    private void OnPhase(PhaseUpdate update)
    {
        if (update.Term != term)
            region.Tell(new Prime(place));
        term = update.Term;
        Context.Parent.Tell(update);
        Obey(update.Orders);
    }

    /// <summary>Obeys orders from the coordinator. A node that is drained says so whenever it works on nothing; its process leaves when
    /// another one can go on.</summary>
    private void Obey(NodeOrders said)
    {
        if (said != orders)
        {
            orders = said;
            resources.Limit(said.TotalRate, said.NodeRate);
            Offer();
        }

        if (orders.IsDrained && running.Count == 0)
            Context.Parent.Tell(NodeDrained.Instance);
    }

    /// <summary>Copies come in a row; once slots have been free for a while, no copy waits for the sessions that are kept for the next one,
    /// and those of the source would only pin its xmin.</summary>
    private void CloseIdle()
    {
        var free = TakenSlots().Count(lane => lane is TaskLane.Copy) < LaneSlots.CapacityOf(TaskLane.Copy, Options);
        if (free && hadFreeCopySlots)
            resources.CloseIdleAsync().PipeTo(Self, success: () => new IdleClosed(), failure: _ => new IdleClosed());
        hadFreeCopySlots = free;
    }

    private void OnOver(TasksOver over)
    {
        foreach (var task in over.Tasks)
            running.Remove(task.Id);
        if (over.End is TaskEnd.Broke broke)
            Break(broke.Failure);
        else if (over.End is null)
            Break(NotRecorded(over.Tasks[0]));
        Offer();
    }

    /// <summary>Returns the failure of a task whose supervisor ended before it did. Such a supervisor could not reach the ledger, or met a
    /// defect. The ledger still says that this node works on the task, so the node must end.</summary>
    private static Failure NotRecorded(TaskLabel task) => new(
        FailureClass.Fatal, null,
        $"{task.Kind} {task.Name} could not be begun, or its end could not be recorded: the ledger in the target does not answer.",
        "Check that the target accepts connections.");

    private void Break(Failure failure)
    {
        takesWork = false;
        Context.Parent.Tell(new NodeBroke(failure));
    }

    private void BeginToStop()
    {
        takesWork = false;
        Offer();
        var asker = Sender;
        foreach (var entity in running.Values.Select(held => held.Entity).Distinct())
            entity.Tell(StopWork.Instance);
        resources.UnwindAsync().PipeTo(Self, success: released => new Unwound(released), failure: _ => new Unwound(null));
        Become(() => Stopping(asker));
    }

    private void Stopping(IActorRef asker)
    {
        // An order that was under way: what it begins is not this node's any more.
        Receive<TasksHeld>(held => held.Entity.Tell(StopWork.Instance));
        Receive<Unwound>(unwound =>
        {
            asker.Tell(new NodeStopped(unwound.Released));
            Context.Stop(Self);
        });
        ReceiveAny(_ => { });
    }
}
