using System.Collections.Concurrent;
using ActorMigrate.Coordinator.Actors;
using ActorMigrate.Coordinator.Directing;
using ActorMigrate.Migration.Directing;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.Coordinator.Tests.Actors;

public sealed class DirectiveActorTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> notices = new();
    private readonly TestProbe grants;
    private readonly TestProbe coordinator;

    public DirectiveActorTests()
        : base(Wire.Settings)
    {
        (grants, coordinator) = (CreateTestProbe(), CreateTestProbe());
    }

    [Fact]
    public async Task Without_a_directive_the_grants_hear_so_at_once()
    {
        await using var crew = await Crew.CreateAsync();

        Start(crew);

        Assert.Equal(SteeringRead.None, await grants.ExpectMsgAsync<SteeringRead>(Patience));
    }

    [Fact]
    public async Task Settings_reach_the_nodes_row_and_orders_and_are_noted_as_taken()
    {
        await using var crew = await Crew.CreateAsync();
        var worker = await crew.JoinAsync("worker");
        await crew.Run.Directives.AddAsync(new DirectiveDraft(DirectiveVerb.Set, "worker", CopySlots: 7, MaxRate: 0), null, default);

        Start(crew);

        var read = await grants.ExpectMsgAsync<SteeringRead>(Patience);
        Assert.Equal((7, null, 0L), (read.Orders[worker].CopySlots, read.Orders[worker].IndexSlots, read.Orders[worker].NodeRate));
        Assert.Equal(NodeOrders.None, read.Orders[crew.Coordinator]);
        Assert.Equal(7, await crew.ScalarAsync<int>("SELECT copy_slots FROM actormigrate.node WHERE name = 'worker'"));
        Assert.True(await crew.ScalarAsync<bool>("SELECT taken_at IS NOT NULL FROM actormigrate.directive"));
    }

    [Fact]
    public async Task A_stop_is_told_to_the_coordinator()
    {
        await using var crew = await Crew.CreateAsync();
        await crew.Run.Directives.AddAsync(new DirectiveDraft(DirectiveVerb.Stop), null, default);

        Start(crew);

        await coordinator.ExpectMsgAsync<StopRun>(Patience);
        Assert.NotNull((await grants.ExpectMsgAsync<SteeringRead>(Patience)).Steering.Stop);
        Assert.StartsWith("Stopped by ", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 2_000_000L, "All nodes together copy at most 2,000,000 bytes a second")]
    [InlineData(5_000_000L, 2_000_000L, null)]
    [InlineData(null, null, null)]
    public async Task A_node_that_goes_on_with_a_migration_names_the_rate_that_it_was_begun_with_unless_another_was_set(
        long? set, long? begun, string? words)
    {
        await using var crew = await Crew.CreateAsync();
        if (set is not null)
            await crew.Run.Directives.AddAsync(new DirectiveDraft(DirectiveVerb.Set, MaxRate: set), null, default);
        var options = crew.Request.Options;
        await using var run = new Run(
            crew.Request with { Options = options with { Shared = options.Shared with { MaxRate = begun } } });
        run.Notice = notices.Enqueue;
        var directives = new Directives(run);

        await directives.CarryOutAsync(default);
        await directives.CarryOutAsync(default);

        Assert.Equal(words is null ? 0 : 1, notices.Count);
        Assert.All(notices, notice => Assert.StartsWith(words!, notice, StringComparison.Ordinal));
    }

    private void Start(Crew crew)
    {
        crew.Run.Notice = notices.Enqueue;
        var (directives, to, above) = (new Directives(crew.Run), grants.Ref, coordinator.Ref);
        Sys.ActorOf(DirectiveActor.Props(directives, to, above));
    }
}
