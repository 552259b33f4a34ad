using ActorMigrate.Cluster.Placement;
using ActorMigrate.Cluster.Wire;
using ActorMigrate.Migration;

namespace ActorMigrate.Cluster.Tests.Placement;

public sealed class TaskExtractorTests
{
    private static readonly NodePlace Place = new(new NodeId(Guid.NewGuid()), "[::1]", 7000);

    private readonly TaskExtractor extractor = new();

    [Fact]
    public void An_order_goes_to_the_task_s_entity_in_its_node_s_shard()
    {
        var order = new Order(Place, [new OrderedTask(new TaskLabel(12, TaskLane.Copy, "copy-table", "a/b@c:1", null, 0, 0), 0, 0)]);

        Assert.Equal($"{Place.ShardId()}/12", extractor.EntityId(order));
        Assert.Equal(Place.ShardId(), extractor.ShardId(order));
        Assert.Same(order, extractor.EntityMessage(order));
    }

    [Fact]
    public void A_node_is_one_shard_however_many_tasks_it_has()
    {
        var shards = Enumerable.Range(1, 2000).Select(task => extractor.ShardId(Place.EntityId(task))).Distinct();

        Assert.Equal(Place.ShardId(), Assert.Single(shards));
    }

    [Fact]
    public void The_message_that_starts_a_shard_goes_to_it_and_to_no_task()
    {
        var prime = new Prime(Place);

        Assert.Equal(Place.ShardId(), extractor.ShardId(prime));
        Assert.Equal($"{Place.ShardId()}/0", extractor.EntityId(prime));
    }

    [Theory]
    [InlineData("text")]
    [InlineData(7)]
    public void Any_other_message_has_no_entity(object message)
    {
        Assert.Null(extractor.EntityId(message));
        Assert.Null(extractor.ShardId(message));
        Assert.Null(extractor.EntityId(new Primed(Place.Node)));
    }
}
