using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;

namespace ActorMigrate.Cluster.Placement;

/// <summary>Places a node's shard on the region at that node's address and never moves it. The shard of a node that is gone is placed on
/// the region that asks: its entity refuses the order. A strategy that failed instead would be asked again for ever, and hold up every
/// graceful shutdown.</summary>
public sealed class NodeAllocation : IActorSystemDependentAllocationStrategy
{
    private Address self = Address.AllSystems;

    /// <inheritdoc />
    public void Start(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        self = ((ExtendedActorSystem)system).Provider.DefaultAddress;
    }

    /// <inheritdoc />
    public Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations)
    {
        ArgumentNullException.ThrowIfNull(currentShardAllocations);
        var place = NodePlace.Parse(shardId);
        var own = place is null ? null : currentShardAllocations.Keys.FirstOrDefault(region => IsAt(region.Path.Address, place));
        return Task.FromResult(own ?? (currentShardAllocations.ContainsKey(requester) ? requester : currentShardAllocations.Keys.First()));
    }

    /// <inheritdoc />
    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress) =>
        Task.FromResult<IImmutableSet<string>>(ImmutableHashSet<string>.Empty);

    private bool IsAt(Address region, NodePlace place)
    {
        var address = region.HasLocalScope ? self : region;
        return address.Host == place.Host && address.Port == place.Port;
    }
}
