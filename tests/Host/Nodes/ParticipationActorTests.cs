using ActorMigrate.Cluster.Placement;
using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control;
using ActorMigrate.Coordinator;
using ActorMigrate.Coordinator.Actors;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Coordinator.Tests.Actors;
using ActorMigrate.Host.Nodes;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Transfer.Actors;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.Host.Tests.Nodes;

/// <summary>One process's part on a real ledger, with probes in place of its coordinator, the shard
/// region, and the one who waits.</summary>
public sealed class ParticipationActorTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestProbe asker;
    private readonly TestProbe region;
    private readonly TestProbe proxy;
    private readonly TestProbe coordinator;

    public ParticipationActorTests()
        : base(Wire.Cluster, "participation") =>
        (asker, region, proxy, coordinator) =
            (CreateTestProbe("asker"), CreateTestProbe("region"), CreateTestProbe("proxy"), CreateTestProbe("own"));

    [Fact]
    public async Task A_follower_says_that_the_ledger_stands_and_offers_its_slots_once_its_shard_has_started()
    {
        await using var member = await Member.CreateAsync();
        Sys.EventStream.Subscribe(TestActor, typeof(CoordinatorEvent.LedgerReady));

        Start(member.Follow());

        Assert.Equal(member.Migration, (await ExpectMsgAsync<CoordinatorEvent.LedgerReady>(Patience)).Id);
        var prime = await region.ExpectMsgAsync<Prime>(Patience);
        Assert.Equal(member.Node, prime.Place.Node);
        region.Reply(new Primed(member.Node));
        var offer = await proxy.FishForMessageAsync<SlotsOffered>(_ => true, Patience);
        Assert.Equal(2, offer.Lanes.Single(lane => lane.Lane == TaskLane.Copy).Free);
    }

    [Fact]
    public async Task A_follower_that_is_asked_to_stop_gives_back_its_tasks_ends_its_row_and_answers()
    {
        await using var member = await Member.CreateAsync();
        var participation = Start(member.Follow());
        await member.HoldAsync();

        participation.Tell(new StopRun());

        var ended = await asker.ExpectMsgAsync<RunEnded>(Patience);
        Assert.Equal(Outcome.Stopped, ended.Summary.Outcome);
        Assert.Contains("left the migration", ended.Summary.Message, StringComparison.Ordinal);
        Assert.Equal("ready", await member.ScalarAsync<string>("SELECT state FROM actormigrate.task"));
        Assert.True(await member.ScalarAsync<bool>("SELECT stopping_at < left_at FROM actormigrate.node"));
        Assert.True(await member.HasLeftAsync());
    }

    [Fact]
    public async Task A_follower_ends_with_the_migration_when_a_message_tells_its_outcome()
    {
        await using var member = await Member.CreateAsync();
        var participation = Start(member.Follow());

        participation.Tell(new PhaseUpdate(1, Phase.Summarize, Outcome.Succeeded));

        Assert.Equal(Outcome.Succeeded, (await asker.ExpectMsgAsync<RunEnded>(Patience)).Summary.Outcome);
        Assert.True(await member.HasLeftAsync());
    }

    [Fact]
    public async Task A_follower_whose_row_the_others_have_ended_fails_so_that_its_process_comes_back_as_another_node()
    {
        await using var member = await Member.CreateAsync();
        Start(member.Follow());

        await member.ExecuteAsync($"UPDATE actormigrate.node SET left_at = clock_timestamp() WHERE id = '{member.Node.Value}'");

        Assert.IsType<NodeLostException>((await asker.ExpectMsgAsync<Status.Failure>(Patience)).Cause);
    }

    [Fact]
    public async Task A_follower_whose_ledger_is_dropped_ends_without_being_told()
    {
        await using var member = await Member.CreateAsync();
        Start(member.Follow());

        await member.ExecuteAsync("DROP SCHEMA actormigrate CASCADE");

        await asker.ExpectMsgAsync<RunEnded>(Patience);
    }

    [Fact]
    public async Task A_wish_to_stop_that_comes_before_the_process_leads_reaches_its_coordinator_when_it_does()
    {
        await using var member = await Member.CreateAsync();
        var participation = Start(member.Lead());
        participation.Tell(new StopRun());
        participation.Tell(new CoordinatorHere(coordinator));
        await coordinator.ExpectNoMsgAsync(TimeSpan.Zero);

        participation.Tell(new CoordinatorLeads(member.Term));

        await coordinator.ExpectMsgAsync<StopRun>(Patience);
        await asker.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_follower_that_comes_to_lead_says_so()
    {
        await using var member = await Member.CreateAsync();
        Sys.EventStream.Subscribe(TestActor, typeof(CoordinatorEvent.TakenOver));
        var participation = Start(member.Follow());

        participation.Tell(new CoordinatorHere(coordinator));
        participation.Tell(new CoordinatorLeads(member.Term));

        await ExpectMsgAsync<CoordinatorEvent.TakenOver>(Patience);
    }

    [Fact]
    public async Task The_nodes_stop_when_the_coordinator_wants_it_and_it_hears_of_that()
    {
        await using var member = await Member.CreateAsync();
        await LeadAsync(member);

        Sys.EventStream.Publish(new CoordinatorEvent.StopNodesWanted());

        await coordinator.ExpectMsgAsync<NodesAreStopped>(Patience);
    }

    [Fact]
    public async Task A_coordinator_that_was_replaced_takes_its_process_out_of_the_migration()
    {
        await using var member = await Member.CreateAsync();
        var participation = await LeadAsync(member);

        participation.Tell(new Status.Failure(new CoordinatorReplacedException(member.Migration, 1)));

        await coordinator.ExpectMsgAsync<StepDown>(Patience);
        Assert.IsType<CoordinatorReplacedException>((await asker.ExpectMsgAsync<Status.Failure>(Patience)).Cause);
        Assert.True(await member.HasLeftAsync());
    }

    [Theory]
    [InlineData("heartbeat", "The node's heartbeat ended")]
    [InlineData("node", "The node ended")]
    public async Task A_part_of_the_node_that_dies_stops_the_run_that_this_process_leads(string part, string says)
    {
        await using var member = await Member.CreateAsync();
        var participation = await LeadAsync(member);

        await KillAsync(participation, part);

        Assert.StartsWith(says, (await coordinator.ExpectMsgAsync<NodeFailed>(Patience)).Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("heartbeat", "The node's heartbeat ended")]
    [InlineData("node", "The node ended")]
    public async Task A_follower_whose_node_loses_a_part_leaves_and_says_why(string part, string says)
    {
        await using var member = await Member.CreateAsync();
        var participation = Start(member.Follow());
        await region.ExpectMsgAsync<Prime>(Patience);

        await KillAsync(participation, part);

        Assert.StartsWith(says, (await asker.ExpectMsgAsync<RunEnded>(Patience)).Summary.Findings[0].Message, StringComparison.Ordinal);
        Assert.True(await member.HasLeftAsync());
    }

    // What is sent to a part before it is there is lost.
    private async Task KillAsync(IActorRef participation, string part)
    {
        IActorRef? there = null;
        await AwaitAssertAsync(
            async () => there = await Sys.ActorSelection(participation.Path / part).ResolveOne(TimeSpan.FromSeconds(1)), Patience);
        there!.Tell(Kill.Instance);
    }

    [Fact]
    public async Task A_defect_of_the_participation_itself_leaves_nobody_without_an_answer()
    {
        await using var member = await Member.CreateAsync();
        var participation = Start(member.Follow());
        await region.ExpectMsgAsync<Prime>(Patience);

        // No failure belongs here, and none of the code expects that.
        participation.Tell(new NodeBroke(null!));

        Assert.NotNull((await asker.ExpectMsgAsync<Status.Failure>(Patience)).Cause);
    }

    private IActorRef Start(ProcessRole part)
    {
        var setup = new ParticipationSetup(part, new NodePlace(part.Node, "127.0.0.1", 1), new NodeHere(), region, proxy);
        var participation = Sys.ActorOf(Props.Create(() => new ParticipationActor(setup)), "participation");
        participation.Tell(new StartPart(), asker);
        return participation;
    }

    /// <summary>A process that leads, and whose node has begun.</summary>
    private async Task<IActorRef> LeadAsync(Member member)
    {
        var participation = Start(member.Lead());
        participation.Tell(new CoordinatorHere(coordinator));
        participation.Tell(new CoordinatorLeads(member.Term));
        participation.Tell(member.Ready);
        await region.ExpectMsgAsync<Prime>(Patience);
        return participation;
    }
}
