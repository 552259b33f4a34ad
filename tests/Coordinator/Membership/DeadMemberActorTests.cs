using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Coordinator.Tests.Actors;
using ActorMigrate.Migration;
using Akka.Actor;
using Akka.Cluster;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.Coordinator.Tests.Membership;

/// <summary>Akka suspects and the target knows: on members that are real actor systems, of which nobody else takes any out.</summary>
public sealed class DeadMemberActorTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly DateTime Through = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly NodeId Node = new(Guid.NewGuid());

    // Its end tells the others nothing, like that of a process that is killed. One that lives answers in time on a busy machine, too.
    private const string Abrupt = """
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        akka.cluster.failure-detector { heartbeat-interval = 500ms, acceptable-heartbeat-pause = 8s }
        """;

    private readonly Akka.Cluster.Cluster cluster;

    public DeadMemberActorTests()
        : base(Abrupt + Wire.Cluster, "dead")
    {
        cluster = Akka.Cluster.Cluster.Get(Sys);
    }

    [Fact]
    public async Task A_member_that_nobody_hears_and_whose_session_is_gone_is_taken_out()
    {
        var (other, member, removals) = await JoinAsync();
        Sys.ActorOf<DeadMemberActor>();
        Tell(member, hasSession: true);
        Tell(member, hasSession: false);
        Tell(member, hasSession: false);

        await other.Terminate();

        Assert.Equal(member, (await removals.ExpectMsgAsync<ClusterEvent.MemberRemoved>(Patience)).Member.UniqueAddress);
    }

    [Fact]
    public async Task The_targets_word_may_come_after_the_member_has_gone_silent()
    {
        var (other, member, removals) = await JoinAsync();
        Sys.ActorOf<DeadMemberActor>();
        Tell(member, hasSession: true);
        cluster.Subscribe(
            TestActor, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.UnreachableMember));
        await other.Terminate();
        await ExpectMsgAsync<ClusterEvent.UnreachableMember>(Patience);

        Tell(member, hasSession: false);
        Tell(member, hasSession: false);

        Assert.Equal(member, (await removals.ExpectMsgAsync<ClusterEvent.MemberRemoved>(Patience)).Member.UniqueAddress);
    }

    [Fact]
    public async Task A_member_that_is_heard_stays_whatever_the_target_shows()
    {
        var (other, member, _) = await JoinAsync();
        var watch = Sys.ActorOf<DeadMemberActor>();
        Tell(member, hasSession: true);
        Tell(member, hasSession: false);
        Tell(member, hasSession: false);

        // Whatever the actor has told the cluster, the cluster has heard before it is asked for its state.
        await watch.Ask<ActorIdentity>(new Identify(1), Patience);
        cluster.SendCurrentClusterState(TestActor);

        var state = await ExpectMsgAsync<ClusterEvent.CurrentClusterState>(Patience);
        Assert.Contains(state.Members, one => one.UniqueAddress.Equals(member) && one.Status is not MemberStatus.Down);
        await other.Terminate();
    }

    private async Task<(ActorSystem System, UniqueAddress Member, TestProbe Removals)> JoinAsync()
    {
        var other = ActorSystem.Create("dead", Sys.Settings.Config);
        var member = Akka.Cluster.Cluster.Get(other);
        var removals = CreateTestProbe();
        await cluster.JoinAsync(cluster.SelfAddress);
        cluster.Subscribe(
            removals.Ref, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberRemoved));
        await member.JoinAsync(cluster.SelfAddress);
        return (other, member.SelfUniqueAddress, removals);
    }

    private void Tell(UniqueAddress member, bool hasSession) => Sys.EventStream.Publish(new CoordinatorEvent.NodesSeen(
        [new NodeSeen(Node, "other", Through, HasLeft: false, hasSession, member.Address.ToString(), member.Uid)], Through));
}
