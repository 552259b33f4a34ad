using ActorMigrate.Cluster.Placement;
using ActorMigrate.Migration;

namespace ActorMigrate.Cluster.Tests.Placement;

public sealed class NodePlaceTests
{
    private static readonly NodeId Node = new(Guid.NewGuid());

    [Theory]
    [InlineData("127.0.0.1", 25520)]
    [InlineData("db1.example.com", 1)]
    [InlineData("[::1]", 65535)]
    [InlineData("fd00::5", 7000)]
    [InlineData("fe80::1%eth0", 0)]
    [InlineData("user@host", 7)]
    public void A_place_is_read_back_from_its_shard(string host, int port)
    {
        var place = new NodePlace(Node, host, port);

        Assert.Equal(place, NodePlace.Parse(place.ShardId()));
        Assert.Equal(place.ShardId(), NodePlace.ShardOf(place.EntityId(long.MaxValue)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("host:1")]
    [InlineData("nobody@host:1")]
    [InlineData("00000000000000000000000000000000@host")]
    [InlineData("00000000000000000000000000000000@host:")]
    [InlineData("00000000000000000000000000000000@host:-1")]
    [InlineData("00000000000000000000000000000000@host: 1")]
    [InlineData("00000000000000000000000000000000@host:99999999999")]
    [InlineData("00000000-0000-0000-0000-000000000000@host:1")]
    public void A_text_that_is_no_place_is_read_as_none(string text) => Assert.Null(NodePlace.Parse(text));

    [Fact]
    public void Two_nodes_at_one_address_are_two_shards()
    {
        var (one, other) = (new NodePlace(Node, "host", 1), new NodePlace(new NodeId(Guid.NewGuid()), "host", 1));

        Assert.NotEqual(one.ShardId(), other.ShardId());
    }
}
