namespace ActorMigrate.Control.Status;

/// <summary>One node. Its state is living, silent (no heartbeat for longer than its lease) or left. <paramref name="Drained"/>: it takes no
/// task any more.</summary>
public sealed record NodeStatus(
    string Name, string Host, int Pid, string State, bool Coordinator, double HeartbeatSeconds, long Running, int CopySlots,
    int IndexSlots, bool Drained)
{
    /// <summary>Bytes a second that this node may copy, as set for it or as it was started with; null for no limit of its own.</summary>
    public long? MaxRate { get; init; }

    /// <summary>The coordinator's last view of the node in the cluster: joining, up, leaving, unreachable,
    /// down or absent; null before it looked.</summary>
    public string? Member { get; init; }

    /// <summary>Seconds since the coordinator has seen it so; null before it looked.</summary>
    public double? MemberSeconds { get; init; }
}
