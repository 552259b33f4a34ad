using ActorMigrate.Cluster.Wire;
using Akka.Cluster.Sharding;

namespace ActorMigrate.Cluster.Placement;

/// <summary>Tells the shard region which entity a message is for. A node is one shard, however many tasks it has: a shard costs
/// milliseconds to allocate, and the state of some thousands of them would outgrow a frame.</summary>
public sealed class TaskExtractor : IMessageExtractor
{
    /// <summary>The number of the entity that answers <see cref="Prime"/>; tasks are numbered from 1.</summary>
    private const long Primer = 0;

    /// <inheritdoc />
    public string? EntityId(object message) => message switch
    {
        Order { Tasks.Count: > 0 } order => order.Place.EntityId(order.Tasks[0].Task.Id),
        Prime prime => prime.Place.EntityId(Primer),
        _ => null,
    };

    /// <inheritdoc />
    public object? EntityMessage(object message) => message;

    /// <inheritdoc />
    public string? ShardId(object message) => EntityId(message) is { } id ? NodePlace.ShardOf(id) : null;

    /// <inheritdoc />
    public string ShardId(string entityId, object? messageHint = null) => NodePlace.ShardOf(entityId);
}
