namespace ActorMigrate.Control.Nodes;

/// <summary>The name of a node is taken by another one, whose last heartbeat was at <paramref name="heartbeatAt"/>.</summary>
public sealed class NodeNameTakenException(string name, DateTime heartbeatAt)
    : Exception($"A node named {name} takes part already.")
{
    /// <summary>The other node's last heartbeat, by the target's clock.</summary>
    public DateTime HeartbeatAt { get; } = heartbeatAt;
}
