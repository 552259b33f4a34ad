using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Coordinator.Directing;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres;
using Akka.Actor;
using Akka.Event;

namespace ActorMigrate.Coordinator.Actors;

/*  Turns offers into orders. For each free slot that a node offers, a task or a lot of quick ones is claimed in the ledger in the node's
    name, under the coordinator's term, and an order is sent to the node's shard. One round of claims at a time; what changes meanwhile
    makes another.

        Resting ──an offer, an end of a task, a phase──▶ Granting ──answered──▶ Resting
                                                            └── an offer came meanwhile: Granting again

    The ledger is authoritative: it never grants a node more than its slots hold, so an offer that is old or comes twice does no harm.
    What the ledger says that a node holds and its offer does not name is ordered again after some seconds. Nothing is granted, and no
    node is told its phase, before the directives were read; a migration that is paused, and a node that is drained, get no task.     */

/// <summary>The phase or the outcome has changed: every node that has offered slots is told.</summary>
internal sealed record PhaseChanged(PhaseUpdate Update);

/// <summary>Tasks may have become ready.</summary>
internal sealed record TasksChanged
{
    public static readonly TasksChanged Instance = new();
}

/// <summary>Claims tasks for the nodes that offer slots, and orders them.</summary>
internal sealed class GrantActor : ReceiveActor
{
    private readonly ILoggingAdapter log = Context.GetLogger();
    private static readonly TimeSpan RepeatEvery = TimeSpan.FromSeconds(1);

    private readonly Dictionary<NodeId, Offering> offers = [];
    private readonly Dictionary<NodeId, long> repeatedAt = [];
    private readonly TimeProvider time;
    private readonly TaskLedger tasks;
    private readonly CoordinatorTerm term;
    private readonly TraceIds ids;
    private readonly IActorRef region;
    private readonly CancellationTokenSource stop = new();
    // Touched by one round of claims at a time.
    private readonly HashSet<TaskLane> flowing = [];
    private PhaseUpdate update;
    private string trace;
    private SteeringRead? steering;
    private bool granting;
    private bool again;

    /// <summary>Grants <paramref name="tasks"/> under <paramref name="term"/> and sends the orders through <paramref name="region"/>; they
    /// name the spans of <paramref name="ids"/>.</summary>
    public GrantActor(TaskLedger tasks, CoordinatorTerm term, Phase phase, TraceIds ids, IActorRef region, TimeProvider time)
    {
        (this.tasks, this.term, this.ids, this.region, this.time) = (tasks, term, ids, region, time);
        update = new PhaseUpdate(term.Term, phase, null);
        trace = ids.ParentOf(phase);
        Receive<SlotsOffered>(OnOffer);
        Receive<TasksChanged>(_ => Grant());
        Receive<PhaseChanged>(OnPhase);
        Receive<SteeringRead>(OnSteering);
        Receive<Granted>(OnGranted);
        Receive<AllGranted>(_ => GoOn());
        Receive<Repeated>(repeated => SendOrders(repeated.To, repeated.Tasks));
        Receive<Failed>(OnFailed);
    }

    private sealed record Offering(SlotsOffered Offer, IActorRef Node, long At);

    private sealed record Granted(SlotsOffered To, IReadOnlyList<ClaimedTask> Tasks);

    private sealed record AllGranted;

    private sealed record Repeated(SlotsOffered To, IReadOnlyList<ClaimedTask> Tasks);

    private sealed record Failed(Exception Cause, bool Granting);

    /// <inheritdoc />
    protected override void PostStop() => _ = stop.CancelAsync();

    private void OnOffer(SlotsOffered offer)
    {
        offers[offer.Place.Node] = new Offering(offer, Sender, time.GetTimestamp());
        TellPhase(offer.Place.Node, Sender);
        Repeat(offer);
        Grant();
    }

    private void Repeat(SlotsOffered offer)
    {
        if (repeatedAt.TryGetValue(offer.Place.Node, out var last) && time.GetElapsedTime(last) < RepeatEvery)
            return;
        repeatedAt[offer.Place.Node] = time.GetTimestamp();
        tasks.RepeatAsync(term, offer.Place.Node, offer.Running, stop.Token)
            .PipeTo(Self, success: lost => new Repeated(offer, lost), failure: error => new Failed(error, Granting: false));
    }

    private void OnPhase(PhaseChanged changed)
    {
        update = changed.Update;
        trace = ids.ParentOf(update.Phase);
        TellAll();
        Grant();
    }

    private void OnSteering(SteeringRead read)
    {
        var isNews = steering is not { } before || !before.Steering.Given.SequenceEqual(read.Steering.Given);
        steering = read;
        if (!isNews)
            return;
        TellAll();
        Grant();
    }

    private void TellAll()
    {
        foreach (var (node, offering) in offers)
            TellPhase(node, offering.Node);
    }

    private void TellPhase(NodeId node, IActorRef to)
    {
        if (steering is { } read)
            to.Tell(update with { Orders = read.Orders.GetValueOrDefault(node, NodeOrders.None) });
    }

    private void Grant()
    {
        again |= granting;
        // A node that is silent is not granted anything, although it is a member until the failure detector says otherwise.
        var free = offers.Values.Where(
            offering => time.GetElapsedTime(offering.At) < Timeouts.Offer && steering?.Steering.Grants(offering.Offer.Place.Node) == true)
            .Select(offering => offering.Offer).Where(offer => FreeIn(offer).Any()).ToList();
        if (granting || free.Count == 0 || update.Outcome is not null)
            return;
        granting = true;
        GrantAsync(free, Self).PipeTo(Self, failure: error => new Failed(error, Granting: true));
    }

    /// <summary>Claims node by node, for all lanes that are open at a time. What is claimed is ordered at once, while the next claim is
    /// under way. Lanes whose last claims found something are claimed from without a look whether they are open: the claim looks for the
    /// others.</summary>
    private async Task<AllGranted> GrantAsync(IReadOnlyList<SlotsOffered> free, IActorRef self)
    {
        IReadOnlyList<TaskLane>? open = null;
        foreach (var offer in free.OrderByDescending(offer => FreeIn(offer).Any(lane => flowing.Contains(lane.Lane))))
        {
            var left = FreeIn(offer).ToList();
            if (open is null && !left.Exists(lane => flowing.Contains(lane.Lane)))
                open = await tasks.OpenLanesAsync(stop.Token);
            while (left.FindAll(lane => open?.Contains(lane.Lane) ?? flowing.Contains(lane.Lane)) is { Count: > 0 } slots)
            {
                (var claimed, open) = await tasks.ClaimAsync(
                    term, offer.Place.Node, [.. slots.Select(lane => new WantedSlots(lane.Lane, lane.Free, lane.Capacity))], stop.Token);
                flowing.ExceptWith(slots.Select(lane => lane.Lane));
                flowing.UnionWith(claimed.Select(task => task.Lane));
                left = [.. left.Except(slots)];
                self.Tell(new Granted(offer, claimed));
            }
        }

        return new AllGranted();
    }

    private static IEnumerable<LaneOffer> FreeIn(SlotsOffered offer) => offer.Lanes.Where(lane => lane.Free > 0);

    private void OnGranted(Granted granted)
    {
        SendOrders(granted.To, granted.Tasks);
        Take(granted.To.Place.Node, granted.Tasks);
    }

    private void GoOn()
    {
        granting = false;
        if (!again)
            return;
        again = false;
        Grant();
    }

    /// <summary>Slots that were granted are not free any more, until the node offers them anew.</summary>
    private void Take(NodeId node, IReadOnlyList<ClaimedTask> claimed)
    {
        if (!offers.TryGetValue(node, out var offering) || claimed.Count == 0)
            return;
        var lanes = offering.Offer.Lanes
            .Select(lane => lane with { Free = Math.Max(0, lane.Free - Lots(claimed).Count(lot => lot[0].Lane == lane.Lane)) }).ToList();
        offers[node] = offering with { Offer = offering.Offer with { Lanes = lanes } };
    }

    private void SendOrders(SlotsOffered to, IEnumerable<ClaimedTask> claimed)
    {
        foreach (var lot in Lots(claimed))
        {
            var ordered = lot.Select(task => new OrderedTask(task.Label, task.Attempts, task.Memory));
            region.Tell(new Order(to.Place, [.. ordered]) { Trace = trace });
        }
    }

    /// <summary>Returns the work of one slot: a task, or a lot of them in order of their numbers.</summary>
    private static IEnumerable<IReadOnlyList<ClaimedTask>> Lots(IEnumerable<ClaimedTask> claimed) =>
        claimed.GroupBy(task => task.Slot).Select(lot => lot.OrderBy(task => task.Id).ToList());

    /// <summary>Drops a grant that failed: the nodes offer again within a second. Whether the ledger is gone for good, the coordinator's
    /// own looks tell.</summary>
    private void OnFailed(Failed failed)
    {
        if (!stop.IsCancellationRequested)
            log.Info("Granting tasks failed and is retried: {0}", SqlStates.Classify(failed.Cause).Message);
        if (failed.Granting)
            GoOn();
    }
}
