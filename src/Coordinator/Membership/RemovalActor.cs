using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Liveness;
using ActorMigrate.Postgres;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;

namespace ActorMigrate.Coordinator.Membership;

/*  The coordinator's watch over the other nodes. Akka's cluster decides which nodes are members; this actor updates the ledger:

        every look, and at once after a MemberRemoved:
            the ledger's nodes are compared with the cluster's members ──▶ those that RemovalPolicy finds removed are ended in the ledger
            tasks of nodes that have left are taken back, their sessions ended
        the same, and at once when a member changes, goes silent or is heard again:
            how the members are seen is written to the ledger, where it has changed, for those who look from outside
        a node that does not reach the target, while this one does ──▶ downed; its removal follows
        this node does not reach the target, while another does ──▶ StepDown to the coordinator

    A read that fails is repeated. A message that is lost costs the interval between two reads.                                        */

/// <summary>The coordinator's node does not reach the target while another node does, so another node must coordinate.</summary>
internal sealed record CoordinatorCutOff;

/// <summary>Ends the rows of removed members and releases their tasks and sessions.</summary>
internal sealed class RemovalActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly Akka.Cluster.Cluster cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly Dictionary<NodeId, (TimeSpan Silence, Address Address)> reach = [];
    private readonly HashSet<UniqueAddress> removed = [];
    private readonly Removal removal;
    private readonly Run run;
    private IReadOnlySet<NodeId> absent = new HashSet<NodeId>();
    private bool looking;
    private bool judging;
    private bool again;
    private bool judgesAgain;

    /// <summary>Looks after the other nodes of <paramref name="run"/>.</summary>
    public RemovalActor(Run run, Removal removal)
    {
        (this.run, this.removal) = (run, removal);
        Receive<LookNow>(_ => Look(judges: true));
        Receive<Seen>(OnSeen);
        Receive<Swept>(OnSwept);
        Receive<SlotsOffered>(OnOffer);
        Receive<ClusterEvent.MemberRemoved>(OnRemoved);
        Receive<ClusterEvent.CurrentClusterState>(_ => { });
        Receive<ClusterEvent.IClusterDomainEvent>(_ => Look(judges: false));
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    private sealed record LookNow;

    private sealed record Seen(IReadOnlyList<RegisteredNode>? Nodes, Exception? Cause);

    private sealed record Swept(Exception? Cause);

    /// <inheritdoc />
    protected override void PreStart()
    {
        cluster.Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent),
            typeof(ClusterEvent.ReachabilityEvent));
        Timers.StartPeriodicTimer(nameof(LookNow), new LookNow(), TimeSpan.Zero, LookEvery);
    }

    /// <inheritdoc />
    protected override void PostStop()
    {
        cluster.Unsubscribe(Self);
        _ = removal.DisposeAsync().AsTask();
    }

    private void OnRemoved(ClusterEvent.MemberRemoved gone)
    {
        removed.Add(gone.Member.UniqueAddress);
        Look(judges: true);
    }

    /// <summary>Looks at the nodes. Two looks that judge and miss a node end it. Events of the cluster come in bursts, so the looks that
    /// they cause do not judge.</summary>
    private void Look(bool judges)
    {
        if (looking)
        {
            again = true;
            judgesAgain |= judges;
            return;
        }

        looking = true;
        judging = judges;
        removal.RegisteredAsync().PipeTo(Self, success: nodes => new Seen(nodes, null), failure: error => new Seen(null, error));
    }

    private void OnSeen(Seen seen)
    {
        if (seen.Nodes is null)
        {
            OnSwept(new Swept(seen.Cause));
            return;
        }

        var members = cluster.State.Members.Where(member => member.Status is not MemberStatus.Removed)
            .Select(member => (member.Address.ToString(), (long)member.UniqueAddress.Uid)).ToHashSet();
        IReadOnlyList<NodeId> missed = [];
        if (judging)
        {
            (absent, missed) = RemovalPolicy.Look(
                absent, seen.Nodes.Select(
                    node => new NodeStanding(node.Id, members.Contains((node.Address ?? "", node.Uid)), node.HasJoined, node.Age)),
                run.Request.Coordinator);
        }

        var known = seen.Nodes.Where(node => MemberView.AddressOf(node) is { } address && removed.Contains(address))
            .Select(node => node.Id);
        var ends = missed.Union(known).Where(node => node != run.Request.Coordinator).ToList();
        foreach (var node in seen.Nodes.Where(node => ends.Contains(node.Id)))
            run.Notice($"node {node.Name} is gone: its tasks go to the others");
        // How a node was seen last stays in the row that ends.
        var staying = seen.Nodes.Where(node => !ends.Contains(node.Id));
        removal.SweepAsync(ends, holders: run.IsPastCopies, MemberView.Of(cluster.State.Members, cluster.State.Unreachable, staying))
            .PipeTo(Self, success: () => new Swept(null), failure: error => new Swept(error));
    }

    private void OnSwept(Swept swept)
    {
        looking = false;
        if (swept.Cause is { } cause)
            log.Info("Watching the other nodes failed and is retried: {0}", SqlStates.Classify(cause).Message);
        if (!again)
            return;
        var judges = judgesAgain;
        (again, judgesAgain) = (false, false);
        Look(judges);
    }

    private void OnOffer(SlotsOffered offer)
    {
        var address = cluster.SelfAddress.WithHost(offer.Place.Host).WithPort(offer.Place.Port);
        reach[offer.Place.Node] = (TimeSpan.FromSeconds(offer.LedgerSilence), address);
        var (self, lease) = (run.Request.Coordinator, run.Options.Shared.Lease);
        var all = reach.Select(node => new NodeReach(node.Key, node.Value.Silence)).ToList();
        if (RemovalPolicy.StepsDown(self, all, lease))
            Context.Parent.Tell(new CoordinatorCutOff());
        foreach (var node in RemovalPolicy.CutOff(self, all, lease))
        {
            run.Notice($"the node at {reach[node].Address.Host}:{reach[node].Address.Port} does not reach the target and is removed");
            cluster.Down(reach[node].Address);
            reach.Remove(node);
        }
    }
}
