using ActorMigrate.Cluster.Placement;
using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Transfer.Actors;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.Transfer.Tests.Actors;

/// <summary>The effect on a node of the orders that come with a phase update.</summary>
public sealed class NodeOrdersTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TaskLabel Copy = new(1, TaskLane.Copy, TaskKinds.CopyTable, "t", null, 0, 0);

    private readonly TestProbe coordinator;
    private readonly TestProbe region;

    public NodeOrdersTests()
        : base(Wire.Settings)
    {
        (coordinator, region) = (CreateTestProbe(), CreateTestProbe());
    }

    [Fact]
    public async Task Slots_that_are_set_are_offered_at_once_and_those_it_was_started_with_when_nothing_is_set()
    {
        await using var scripted = await ScriptedNode.CreateAsync(copySlots: 2);
        var node = Start(scripted);

        node.Tell(UpdateWith(NodeOrders.None with { CopySlots = 5 }));
        Assert.Equal(5, (await OfferAsync(offer => CopySlots(offer).Capacity != 2)).Capacity);
        node.Tell(UpdateWith(NodeOrders.None));
        Assert.Equal(2, (await OfferAsync(offer => CopySlots(offer).Capacity != 5)).Capacity);
    }

    [Fact]
    public async Task A_node_that_has_fewer_slots_than_tasks_takes_no_more_and_ends_none()
    {
        await using var scripted = await ScriptedNode.CreateAsync(copySlots: 2);
        var (node, entity) = (Start(scripted), CreateTestProbe());
        node.Tell(new TasksHeld([Copy], entity));
        node.Tell(new TasksHeld([Copy with { Id = 2 }], CreateTestProbe()));

        node.Tell(UpdateWith(NodeOrders.None with { CopySlots = 1 }));

        Assert.Equal(0, (await OfferAsync(offer => CopySlots(offer).Capacity == 1)).Free);
        await entity.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_drained_node_offers_nothing_and_says_so_once_it_works_on_nothing()
    {
        await using var scripted = await ScriptedNode.CreateAsync(copySlots: 2);
        var (node, entity) = (Start(scripted), CreateTestProbe());
        node.Tell(new TasksHeld([Copy], entity));

        node.Tell(UpdateWith(NodeOrders.None with { IsDrained = true }));
        Assert.Equal(0, (await OfferAsync(offer => CopySlots(offer).Free == 0 && offer.Running.Count == 1)).Free);
        await entity.ExpectNoMsgAsync(TimeSpan.Zero);
        node.Tell(new TasksOver([Copy], new TaskEnd.Settled()));
        node.Tell(UpdateWith(NodeOrders.None with { IsDrained = true }));

        await FishForMessageAsync<NodeDrained>(_ => true, Patience);
    }

    private static PhaseUpdate UpdateWith(NodeOrders orders) => new(1, Phase.TransferData, null) { Orders = orders };

    private static LaneOffer CopySlots(SlotsOffered offer) => offer.Lanes.Single(lane => lane.Lane == TaskLane.Copy);

    private async Task<LaneOffer> OfferAsync(Predicate<SlotsOffered> wanted) =>
        CopySlots(await coordinator.FishForMessageAsync<SlotsOffered>(wanted, Patience));

    private IActorRef Start(ScriptedNode scripted)
    {
        var place = new NodePlace(scripted.Node, "127.0.0.1", 1);
        var (resources, to, above) = (scripted.Resources(_ => { }), region.Ref, coordinator.Ref);
        var node = ActorOfAsTestActorRef<NodeActor>(Props.Create(() => new NodeActor(resources, place, to, above)), TestActor, "node");
        node.Tell(new Primed(scripted.Node));
        return node;
    }
}
