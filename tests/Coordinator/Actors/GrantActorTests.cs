using ActorMigrate.Cluster.Wire;
using ActorMigrate.Coordinator.Actors;
using ActorMigrate.Coordinator.Directing;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Phases;
using ActorMigrate.TestServers;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.Coordinator.Tests.Actors;

public sealed class GrantActorTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestProbe region;
    private readonly TestProbe node;
    private readonly ManualTime time = new();

    public GrantActorTests()
        : base(Wire.Settings)
    {
        (region, node) = (CreateTestProbe(), CreateTestProbe());
    }

    [Fact]
    public async Task An_offer_is_granted_in_the_ledger_and_ordered_from_the_node_s_shard()
    {
        await using var crew = await Crew.CreateAsync();
        var worker = await crew.JoinAsync("worker");
        await crew.AddAsync(3);
        var offer = Crew.Offer(worker, free: 2, capacity: 2);

        Start(crew).Tell(offer, node);

        var orders = await OrdersAsync(2);
        Assert.All(orders, order => Assert.Equal(offer.Place, order.Place));
        Assert.Equal([1, 2], orders.Select(order => order.Tasks[0].Task.Id));
        Assert.Equal("running worker", await crew.TaskAsync(1));
        Assert.Equal("running worker", await crew.TaskAsync(2));
        Assert.Equal("ready", await crew.TaskAsync(3));
    }

    [Fact]
    public async Task An_offer_that_comes_again_is_not_granted_twice()
    {
        await using var crew = await Crew.CreateAsync();
        var worker = await crew.JoinAsync("worker");
        await crew.AddAsync(10);
        var grants = Start(crew);

        // The node has not heard of its orders yet, and says so again and again.
        for (var i = 0; i < 5; i++)
            grants.Tell(Crew.Offer(worker, free: 2, capacity: 2), node);
        await OrdersAsync(2);
        for (var i = 0; i < 5; i++)
            grants.Tell(Crew.Offer(worker, free: 2, capacity: 2), node);
        await SettledAsync(crew, grants);

        Assert.Equal(2L, await crew.ScalarAsync<long>("SELECT count(*) FROM actormigrate.task WHERE state = 'running'"));
        await region.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_silent_node_is_granted_nothing()
    {
        await using var crew = await Crew.CreateAsync();
        var (silent, other) = (await crew.JoinAsync("silent"), await crew.JoinAsync("other"));
        // Paused while the silent node offers: no round of claims that begins now can take the tasks that come later.
        var pause = new Steering([Given(DirectiveVerb.Pause)]);
        var grants = Start(crew, new SteeringRead(pause, new Dictionary<NodeId, NodeOrders>()));
        grants.Tell(Crew.Offer(silent, free: 2, capacity: 2), node);
        await node.ExpectMsgAsync<PhaseUpdate>(Patience);
        time.Advance(TimeSpan.FromSeconds(3));
        grants.Tell(new SteeringRead(new Steering([.. pause.Given, Given(DirectiveVerb.Continue)]), new Dictionary<NodeId, NodeOrders>()));

        await crew.AddAsync(4);
        grants.Tell(Crew.Offer(other, free: 1, capacity: 1), node);
        var order = Assert.Single(await OrdersAsync(1));
        await SettledAsync(crew, grants);

        Assert.Equal(other, order.Place.Node);
        Assert.Equal(1L, await crew.ScalarAsync<long>("SELECT count(*) FROM actormigrate.task WHERE state = 'running'"));
    }

    [Fact]
    public async Task A_node_that_was_removed_is_granted_nothing()
    {
        await using var crew = await Crew.CreateAsync();
        var removed = await crew.JoinAsync("removed");
        await crew.AddAsync(1);
        Assert.True(await crew.Nodes.EndAsync(crew.Coordinator, 1, removed, default));
        var grants = Start(crew);

        grants.Tell(Crew.Offer(removed, free: 2, capacity: 2), node);
        await SettledAsync(crew, grants);

        Assert.Equal("ready", await crew.TaskAsync(1));
    }

    [Fact]
    public async Task Tasks_that_become_ready_are_granted_to_nodes_that_have_offered_before()
    {
        await using var crew = await Crew.CreateAsync();
        var worker = await crew.JoinAsync("worker");
        var grants = Start(crew);
        grants.Tell(Crew.Offer(worker, free: 2, capacity: 2), node);
        await SettledAsync(crew, grants);

        await crew.AddAsync(1);
        grants.Tell(TasksChanged.Instance);

        Assert.Equal(1, Assert.Single(await OrdersAsync(1)).Tasks[0].Task.Id);
    }

    [Fact]
    public async Task The_phase_answers_an_offer_and_every_node_hears_when_it_changes()
    {
        await using var crew = await Crew.CreateAsync();
        var (one, other) = (await crew.JoinAsync("one"), await crew.JoinAsync("other"));
        var second = CreateTestProbe();
        var grants = Start(crew);
        grants.Tell(Crew.Offer(one, free: 0, capacity: 2), node);
        grants.Tell(Crew.Offer(other, free: 0, capacity: 2), second);
        Assert.Equal(new PhaseUpdate(1, Phase.TransferData, null), await node.ExpectMsgAsync<PhaseUpdate>(Patience));
        Assert.Equal(new PhaseUpdate(1, Phase.TransferData, null), await second.ExpectMsgAsync<PhaseUpdate>(Patience));

        var changed = new PhaseUpdate(1, Phase.Validate, null);
        grants.Tell(new PhaseChanged(changed));

        Assert.Equal(changed, await node.ExpectMsgAsync<PhaseUpdate>(Patience));
        Assert.Equal(changed, await second.ExpectMsgAsync<PhaseUpdate>(Patience));
        grants.Tell(Crew.Offer(one, free: 0, capacity: 2), node);
        Assert.Equal(changed, await node.ExpectMsgAsync<PhaseUpdate>(Patience));
    }

    [Fact]
    public async Task Nothing_is_granted_once_the_migration_has_ended()
    {
        await using var crew = await Crew.CreateAsync();
        var worker = await crew.JoinAsync("worker");
        await crew.AddAsync(1);
        var grants = Start(crew);

        grants.Tell(new PhaseChanged(new PhaseUpdate(1, Phase.Summarize, Outcome.Stopped)));
        grants.Tell(Crew.Offer(worker, free: 2, capacity: 2), node);

        Assert.Equal(Outcome.Stopped, (await node.ExpectMsgAsync<PhaseUpdate>(Patience)).Outcome);
        Assert.Equal("ready", await crew.TaskAsync(1));
    }

    [Fact]
    public async Task An_order_that_was_lost_is_given_again_and_one_that_the_node_knows_is_not()
    {
        await using var crew = await Crew.CreateAsync();
        var worker = await crew.JoinAsync("worker");
        await crew.AddAsync(2);
        Assert.Equal(2, (await crew.ClaimAsync(worker, 2)).Count);
        await crew.ExecuteAsync("UPDATE actormigrate.task SET claimed_at = clock_timestamp() - interval '1 minute'");
        var grants = Start(crew);

        grants.Tell(Crew.Offer(worker, free: 0, capacity: 2, running: 2), node);

        Assert.Equal(1, Assert.Single(await OrdersAsync(1)).Tasks[0].Task.Id);
        await SettledAsync(crew, grants);
        await region.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_ledger_that_is_away_for_a_while_costs_nothing_but_the_wait()
    {
        await using var crew = await Crew.CreateAsync();
        var worker = await crew.JoinAsync("worker");
        await crew.AddAsync(1);
        await crew.ExecuteAsync("ALTER TABLE actormigrate.task RENAME TO away");
        var grants = Start(crew);
        await EventFilter.Info(contains: "is retried").ExpectAsync(
            2, Patience, () =>
            {
                grants.Tell(Crew.Offer(worker, free: 2, capacity: 2), node);
                return Task.CompletedTask;
            });

        await crew.ExecuteAsync("ALTER TABLE actormigrate.away RENAME TO task");
        grants.Tell(Crew.Offer(worker, free: 2, capacity: 2), node);

        Assert.Equal(1, Assert.Single(await OrdersAsync(1)).Tasks[0].Task.Id);
    }

    [Fact]
    public async Task A_paused_migration_grants_nothing_until_it_is_continued()
    {
        await using var crew = await Crew.CreateAsync();
        var worker = await crew.JoinAsync("worker");
        await crew.AddAsync(1);
        var pause = new Steering([Given(DirectiveVerb.Pause)]);
        var grants = Start(
            crew, new SteeringRead(pause, new Dictionary<NodeId, NodeOrders> { [worker] = NodeOrders.None with { IsPaused = true } }));

        grants.Tell(Crew.Offer(worker, free: 2, capacity: 2), node);
        Assert.True((await node.ExpectMsgAsync<PhaseUpdate>(Patience)).Orders.IsPaused);
        await region.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.Equal("ready", await crew.TaskAsync(1));
        grants.Tell(new SteeringRead(new Steering([.. pause.Given, Given(DirectiveVerb.Continue)]), new Dictionary<NodeId, NodeOrders>()));

        Assert.False((await node.ExpectMsgAsync<PhaseUpdate>(Patience)).Orders.IsPaused);
        Assert.Single(await OrdersAsync(1));
    }

    [Fact]
    public async Task A_drained_node_is_granted_nothing_while_others_are()
    {
        await using var crew = await Crew.CreateAsync();
        var (drained, other) = (await crew.JoinAsync("drained"), await crew.JoinAsync("other"));
        await crew.AddAsync(2);
        var grants =
            Start(crew, new SteeringRead(new Steering([Given(DirectiveVerb.Drain, drained)]), new Dictionary<NodeId, NodeOrders>()));

        grants.Tell(Crew.Offer(drained, free: 2, capacity: 2), node);
        grants.Tell(Crew.Offer(other, free: 2, capacity: 2), CreateTestProbe());

        Assert.All(await OrdersAsync(2), order => Assert.Equal(other, order.Place.Node));
    }

    [Fact]
    public async Task Nothing_is_granted_before_the_directives_are_read()
    {
        await using var crew = await Crew.CreateAsync();
        var worker = await crew.JoinAsync("worker");
        await crew.AddAsync(1);
        var (tasks, term, ids, to, clock) = (crew.Run.Grants, crew.Term, crew.Request.Trace, region.Ref, time);
        var grants = Sys.ActorOf(Props.Create(() => new GrantActor(tasks, term, Phase.TransferData, ids, to, clock)));

        grants.Tell(Crew.Offer(worker, free: 1, capacity: 1), node);
        grants.Tell(SteeringRead.None);

        // The first thing that the node hears is the phase under the directives.
        await node.ExpectMsgAsync<PhaseUpdate>(Patience);
        Assert.Single(await OrdersAsync(1));
    }

    [Fact]
    public async Task An_order_names_the_span_of_the_phase_in_which_it_is_given()
    {
        await using var crew = await Crew.CreateAsync();
        var worker = await crew.JoinAsync("worker");
        await crew.AddAsync(1);
        var grants = Start(crew);

        grants.Tell(new PhaseChanged(new PhaseUpdate(crew.Term.Term, Phase.CreatePrimaryKeys, null)));
        grants.Tell(Crew.Offer(worker, free: 1, capacity: 1), node);

        Assert.Equal(crew.Request.Trace.ParentOf(Phase.CreatePrimaryKeys), Assert.Single(await OrdersAsync(1)).Trace);
    }

    private static RunDirective Given(DirectiveVerb verb, NodeId? node = null) =>
        new(verb == DirectiveVerb.Continue ? 2 : 1, new DirectiveDraft(verb), node, "somebody", DateTime.UnixEpoch, null);

    private IActorRef Start(Crew crew, SteeringRead? steering = null)
    {
        var (tasks, term, ids, to, clock) = (crew.Run.Grants, crew.Term, crew.Request.Trace, region.Ref, time);
        var grants = Sys.ActorOf(Props.Create(() => new GrantActor(tasks, term, Phase.TransferData, ids, to, clock)));
        grants.Tell(steering ?? SteeringRead.None);
        return grants;
    }

    private async Task<IReadOnlyList<Order>> OrdersAsync(int count)
    {
        var orders = new List<Order>();
        while (orders.Count < count)
            orders.Add(await region.ExpectMsgAsync<Order>(Patience));
        return orders;
    }

    /// <summary>Waits until a round of claims that knew of all offers made before has come to the last of them: a task for a node of its
    /// own. The round may still be under way.</summary>
    private async Task SettledAsync(Crew crew, IActorRef grants)
    {
        var last = await crew.JoinAsync($"last {Guid.NewGuid()}");
        await crew.ExecuteAsync("UPDATE actormigrate.task SET opens_at = 99 WHERE state = 'ready'");
        await crew.AddAsync(1, first: 1000);
        grants.Tell(Crew.Offer(last, free: 1, capacity: 1), CreateTestProbe());
        await region.FishForMessageAsync<Order>(order => order.Tasks[0].Task.Id == 1000, Patience);
        await crew.ExecuteAsync("DELETE FROM actormigrate.task WHERE id = 1000");
    }
}
