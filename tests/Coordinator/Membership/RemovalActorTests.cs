using ActorMigrate.Cluster.Placement;
using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Coordinator.Tests.Actors;
using ActorMigrate.Migration;
using ActorMigrate.TestServers;
using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.Coordinator.Tests.Membership;

/// <summary>The ledger follows the cluster: on members that are real actor systems, and a real ledger.</summary>
public sealed class RemovalActorTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Lease = TestOptions.Plain.Shared.Lease;

    private readonly Akka.Cluster.Cluster cluster;

    public RemovalActorTests()
        : base(Wire.Cluster, "removal")
    {
        cluster = Akka.Cluster.Cluster.Get(Sys);
    }

    [Fact]
    public async Task The_tasks_of_a_node_that_was_removed_before_this_coordinator_began_come_back()
    {
        await using var crew = await Crew.CreateAsync();
        var gone = await crew.JoinAsync("gone", new NodeAddress("akka.tcp://removal@127.0.0.1:1", 7, "fingerprint"));
        await crew.AddAsync(1);
        Assert.Single(await crew.ClaimAsync(gone));
        await cluster.JoinAsync(cluster.SelfAddress);

        Start(crew);
        await crew.UntilAsync("state = 'ready' FROM actormigrate.task WHERE id = 1");

        Assert.Equal(crew.Coordinator.Value, await crew.ScalarAsync<Guid>("SELECT reaped_by FROM actormigrate.node WHERE name = 'gone'"));
        Assert.Contains(crew.Notices, notice => notice.Contains("node gone is gone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_member_keeps_its_tasks_until_it_is_removed()
    {
        await using var crew = await Crew.CreateAsync();
        using var other = ActorSystem.Create("removal", Sys.Settings.Config);
        var member = await JoinAsync(other);
        var worker = await crew.JoinAsync("worker", AddressOf(member));
        var gone = await crew.JoinAsync("gone");
        await crew.AddAsync(2);
        Assert.Equal(1, Assert.Single(await crew.ClaimAsync(worker)).Id);
        Assert.Equal(2, Assert.Single(await crew.ClaimAsync(gone)).Id);

        Start(crew);
        // One that is no member is removed; looks that did that have seen the member, too.
        await crew.UntilAsync("state = 'ready' FROM actormigrate.task WHERE id = 2");
        Assert.Equal("running worker", await crew.TaskAsync(1));

        cluster.Down(member.SelfAddress);
        await crew.UntilAsync("state = 'ready' FROM actormigrate.task WHERE id = 1");
        Assert.False(await crew.ScalarAsync<bool>("SELECT left_at IS NULL FROM actormigrate.node WHERE name = 'worker'"));
        await other.Terminate();
    }

    [Fact]
    public async Task An_old_incarnation_at_the_address_of_a_member_is_no_member()
    {
        await using var crew = await Crew.CreateAsync();
        using var other = ActorSystem.Create("removal", Sys.Settings.Config);
        var member = await JoinAsync(other);
        await crew.JoinAsync("former", AddressOf(member) with { Uid = member.SelfUniqueAddress.Uid + 1L });
        await crew.JoinAsync("present", AddressOf(member));

        Start(crew);
        await crew.UntilAsync("left_at IS NOT NULL FROM actormigrate.node WHERE name = 'former'");

        Assert.True(await crew.ScalarAsync<bool>("SELECT left_at IS NULL FROM actormigrate.node WHERE name = 'present'"));
        await other.Terminate();
    }

    [Fact]
    public async Task A_node_that_has_left_by_itself_leaves_no_task_behind()
    {
        await using var crew = await Crew.CreateAsync();
        var left = await crew.JoinAsync("left");
        await crew.AddAsync(1);
        Assert.Single(await crew.ClaimAsync(left));
        await crew.Nodes.LeaveAsync(left, default);
        await cluster.JoinAsync(cluster.SelfAddress);

        Start(crew);

        await crew.UntilAsync("state = 'ready' FROM actormigrate.task WHERE id = 1");
        Assert.True(await crew.ScalarAsync<bool>("SELECT reaped_by IS NULL FROM actormigrate.node WHERE name = 'left'"));
    }

    [Fact]
    public async Task A_coordinator_whose_term_is_over_removes_nobody()
    {
        await using var crew = await Crew.CreateAsync();
        await crew.JoinAsync("gone");
        await crew.ExecuteAsync("UPDATE actormigrate.migration SET term = 2");
        await cluster.JoinAsync(cluster.SelfAddress);
        var looks = new TaskCompletionSource();
        crew.Run.Notice = _ => looks.TrySetResult();

        Start(crew);
        await looks.Task.WaitAsync(Patience);
        await using var removal = new Removal(crew.Run, crew.OpenSession());
        await removal.SweepAsync([], holders: true, []);

        Assert.True(await crew.ScalarAsync<bool>("SELECT left_at IS NULL FROM actormigrate.node WHERE name = 'gone'"));
    }

    [Fact]
    public async Task A_look_that_fails_is_made_again()
    {
        await using var crew = await Crew.CreateAsync();
        await crew.JoinAsync("gone");
        await crew.ExecuteAsync("ALTER TABLE actormigrate.node RENAME TO away");
        await cluster.JoinAsync(cluster.SelfAddress);
        await EventFilter.Info(contains: "is retried").ExpectAsync(1, Patience, () =>
        {
            Start(crew);
            return Task.CompletedTask;
        });

        await crew.ExecuteAsync("ALTER TABLE actormigrate.away RENAME TO node");

        await crew.UntilAsync("left_at IS NOT NULL FROM actormigrate.node WHERE name = 'gone'");
    }

    [Fact]
    public async Task A_member_that_does_not_reach_the_target_while_the_coordinator_does_is_taken_out()
    {
        await using var crew = await Crew.CreateAsync();
        using var other = ActorSystem.Create("removal", Sys.Settings.Config);
        var member = await JoinAsync(other);
        var worker = await crew.JoinAsync("worker", AddressOf(member));
        var removals = Start(crew);

        removals.Tell(Offer(crew.Coordinator, cluster.SelfAddress, TimeSpan.Zero));
        removals.Tell(Offer(worker, member.SelfAddress, Lease * 3));

        await crew.UntilAsync("left_at IS NOT NULL FROM actormigrate.node WHERE name = 'worker'");
        Assert.Contains(crew.Notices, notice => notice.Contains("does not reach the target", StringComparison.Ordinal));
        await other.Terminate();
    }

    [Fact]
    public async Task A_coordinator_that_does_not_reach_the_target_while_another_does_is_to_leave()
    {
        await using var crew = await Crew.CreateAsync();
        await cluster.JoinAsync(cluster.SelfAddress);
        var removals = Start(crew);

        removals.Tell(Offer(crew.Coordinator, cluster.SelfAddress, Lease * 3));
        removals.Tell(Offer(new NodeId(Guid.NewGuid()), Address.Parse("akka.tcp://removal@127.0.0.1:1"), TimeSpan.Zero));

        await ExpectMsgAsync<CoordinatorCutOff>(Patience);
    }

    /// <summary>Makes a cluster of the coordinator's system and <paramref name="other"/>.</summary>
    private async Task<Akka.Cluster.Cluster> JoinAsync(ActorSystem other)
    {
        var member = Akka.Cluster.Cluster.Get(other);
        await cluster.JoinAsync(cluster.SelfAddress);
        await member.JoinAsync(cluster.SelfAddress);
        return member;
    }

    private static NodeAddress AddressOf(Akka.Cluster.Cluster member) =>
        new(member.SelfAddress.ToString(), member.SelfUniqueAddress.Uid, "fingerprint");

    private static SlotsOffered Offer(NodeId node, Address at, TimeSpan silence) =>
        new(new NodePlace(node, at.Host, at.Port!.Value), [], [], silence.TotalSeconds);

    private IActorRef Start(Crew crew)
    {
        var (test, run, removal) = (TestActor, crew.Run, new Removal(crew.Run, crew.OpenSession()));
        return Sys.ActorOf(Props.Create(() => new Above<RemovalActor>(test, () => new RemovalActor(run, removal))));
    }
}
