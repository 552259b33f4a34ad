using System.Globalization;
using ActorMigrate.Migration;

namespace ActorMigrate.Cluster.Placement;

/// <summary>A node and the address at which its actor system listens. All tasks of a node form one shard, whose id is the place as text;
/// an entity's id is that text, a slash and the task's number.</summary>
public sealed record NodePlace(NodeId Node, string Host, int Port)
{
    /// <summary>Returns the id of the shard that this node's tasks belong to.</summary>
    public string ShardId() => string.Create(CultureInfo.InvariantCulture, $"{Node.Value:N}@{Host}:{Port}");

    /// <summary>Returns the id of the entity that carries out <paramref name="task"/> on this node.</summary>
    public string EntityId(long task) => string.Create(CultureInfo.InvariantCulture, $"{ShardId()}/{task}");

    /// <summary>Returns the shard's part of an entity's id.</summary>
    public static string ShardOf(string entityId)
    {
        ArgumentNullException.ThrowIfNull(entityId);
        return entityId[..entityId.LastIndexOf('/')];
    }

    /// <summary>Reads a shard's id; null for a text that is none.</summary>
    public static NodePlace? Parse(string shardId)
    {
        ArgumentNullException.ThrowIfNull(shardId);
        var (at, colon) = (shardId.IndexOf('@', StringComparison.Ordinal), shardId.LastIndexOf(':'));
        return at > 0 && colon > at && Guid.TryParseExact(shardId.AsSpan(0, at), "N", out var node)
            && int.TryParse(shardId.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new NodePlace(new NodeId(node), shardId[(at + 1)..colon], port)
            : null;
    }
}
