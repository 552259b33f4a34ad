using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration.Liveness;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;

namespace ActorMigrate.Coordinator.Membership;

/*  Each node watches for members whose processes have ended. Akka.NET suspects a member that it receives no messages from; the target
    proves the end, because it shows no session of the member's heartbeat any more (see HeartbeatSessions):

        a heartbeat's answer: which other nodes have a session ──┐
                                                                 ├──▶ unreachable, and ended by the target ──▶ downed at once
        a member becomes unreachable, or is heard again ─────────┘

    Without that proof the split-brain resolver decides, after stable-after. A mistake costs the member its place, but no row: the process
    comes back as another node, like every member that was removed.                                                                    */

/// <summary>Takes unreachable members out of the cluster at once when the target shows that their processes have ended.</summary>
public sealed class DeadMemberActor : ReceiveActor
{
    private readonly Akka.Cluster.Cluster cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly HashSet<UniqueAddress> unreachable = [];
    private HeartbeatSessions sessions = HeartbeatSessions.None;
    private IReadOnlyList<NodeSeen> nodes = [];

    /// <summary>Watches the members of its own system's cluster.</summary>
    public DeadMemberActor()
    {
        Receive<CoordinatorEvent.NodesSeen>(OnSeen);
        Receive<ClusterEvent.UnreachableMember>(silent => OnUnreachable(silent.Member.UniqueAddress));
        Receive<ClusterEvent.ReachableMember>(heard => unreachable.Remove(heard.Member.UniqueAddress));
        Receive<ClusterEvent.MemberRemoved>(gone => unreachable.Remove(gone.Member.UniqueAddress));
    }

    /// <inheritdoc />
    protected override void PreStart()
    {
        cluster.Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.UnreachableMember),
            typeof(ClusterEvent.ReachableMember), typeof(ClusterEvent.MemberRemoved));
        Context.System.EventStream.Subscribe(Self, typeof(CoordinatorEvent.NodesSeen));
    }

    /// <inheritdoc />
    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        cluster.Unsubscribe(Self);
    }

    private void OnSeen(CoordinatorEvent.NodesSeen seen)
    {
        nodes = seen.Nodes;
        sessions = sessions.Look(seen.Through, nodes.Select(node => new NodeSession(node.Id, node.HasSession)));
        TakeOut();
    }

    private void OnUnreachable(UniqueAddress silent)
    {
        unreachable.Add(silent);
        TakeOut();
    }

    private void TakeOut()
    {
        foreach (var ended in nodes.Join(sessions.Ended, node => node.Id, ended => ended, (node, _) => node))
        {
            if (MemberView.AddressOf(ended.Address, ended.Uid) is not { } member || !unreachable.Remove(member))
                continue;
            log.Info("Node {0} is unreachable, and the target shows no session of its heartbeat: its process has ended.", ended.Name);
            cluster.Down(member.Address);
        }
    }
}
