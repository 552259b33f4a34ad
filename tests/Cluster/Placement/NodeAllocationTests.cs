using System.Collections.Immutable;
using ActorMigrate.Cluster.Placement;
using ActorMigrate.Migration;
using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.Cluster.Tests.Placement;

public sealed class NodeAllocationTests : TestKit
{
    private readonly NodeAllocation allocation = new();
    private readonly IActorRef here;
    private readonly IActorRef there;

    public NodeAllocationTests()
    {
        allocation.Start(Sys);
        here = CreateTestProbe().Ref;
        there = At("akka.ssl.tcp://actormigrate@[::1]:7000");
    }

    [Theory]
    [InlineData("akka.ssl.tcp://actormigrate@[::1]:7000")]
    [InlineData("akka.ssl.tcp://actormigrate@10.0.0.5:7000")]
    [InlineData("akka.ssl.tcp://actormigrate@db1.example.com:7000")]
    public async Task A_shard_is_placed_on_the_region_at_its_node_s_address(string address)
    {
        var (own, at) = (At(address), Address.Parse(address));

        var placed = await allocation.AllocateShard(here, new NodePlace(Node(), at.Host, at.Port!.Value).ShardId(), Regions(here, own));

        Assert.Equal(own, placed);
    }

    [Fact]
    public async Task Another_port_is_another_node()
    {
        var other = At("akka.ssl.tcp://actormigrate@[::1]:7001");

        Assert.Equal(
            other, await allocation.AllocateShard(here, new NodePlace(Node(), "[::1]", 7001).ShardId(), Regions(here, there, other)));
    }

    [Theory]
    [InlineData("00000000000000000000000000000001@gone.example.com:1")]
    [InlineData("no place at all")]
    public async Task The_shard_of_a_node_that_is_gone_is_placed_where_it_is_asked_for(string shard)
    {
        Assert.Equal(there, await allocation.AllocateShard(there, shard, Regions(here, there)));
        // One that only passes messages on has no region that could take it.
        Assert.Equal(here, await allocation.AllocateShard(CreateTestProbe().Ref, shard, Regions(here)));
    }

    [Fact]
    public async Task No_shard_ever_moves()
    {
        var all = Regions(here).SetItem(there, ImmutableList.Create(Enumerable.Range(0, 50).Select(i => $"shard {i}").ToArray()));

        Assert.Empty(await allocation.Rebalance(all, ImmutableHashSet<string>.Empty));
    }

    private static NodeId Node() => new(Guid.NewGuid());

    private static IImmutableDictionary<IActorRef, IImmutableList<string>> Regions(params IActorRef[] regions) =>
        regions.ToImmutableDictionary(region => region, _ => (IImmutableList<string>)ImmutableList<string>.Empty);

    private static IActorRef At(string address) =>
        new Remote(new RootActorPath(Address.Parse(address)) / "system" / "sharding" / "transfer");

    /// <summary>Stands for a region of another node; only its path matters.</summary>
    private sealed class Remote(ActorPath path) : MinimalActorRef
    {
        public override ActorPath Path => path;

        public override IActorRefProvider Provider => throw new NotSupportedException();
    }
}
