using ActorMigrate.Migration;

namespace ActorMigrate.Control;

/// <summary>A process that takes part, as it registers itself. Its name is unique among living nodes.</summary>
public sealed record NodeDraft(NodeId Id, string Name, string Host, int Pid, string ToolVersion, int CopySlots, int IndexSlots)
{
    /// <summary>The most connections to the source that it opens.</summary>
    public int SourceConnections { get; init; }

    /// <summary>The most connections to the target that it opens.</summary>
    public int TargetConnections { get; init; }

    /// <summary>Where its actor system is reached, or null before it listens.</summary>
    public NodeAddress? Address { get; init; }
}

/// <summary>How other nodes reach one: the address of its actor system, the incarnation of that, and the fingerprint of its
/// certificate.</summary>
public sealed record NodeAddress(string Address, long Uid, string Fingerprint);

/// <summary>A living node that others can join.</summary>
public sealed record SeedNode(string Name, string Address);

/// <summary>A node that has not left by the ledger. <paramref name="HasJoined"/>: it has been a member of the cluster;
/// <paramref name="Age"/> is the time since it registered, and <paramref name="Silence"/> since its
/// last heartbeat, by the target's clock.</summary>
public sealed record RegisteredNode(NodeId Id, string Name, string? Address, long Uid, bool HasJoined, TimeSpan Age, TimeSpan Silence);

/// <summary>How the coordinator sees a node in the cluster: joining, up, leaving, unreachable,
/// down, or absent while it is no member.</summary>
public sealed record NodeMember(NodeId Node, string Member);

/// <summary>The connections that a living node counts on.</summary>
public sealed record Reservation(NodeId Node, int Source, int Target);

/// <summary>A node as the ledger shows it to another one.</summary>
public sealed record NodeSeen(NodeId Id, string Name, DateTime HeartbeatAt, bool HasLeft);

/// <summary>The ledger's answer to a heartbeat. <paramref name="IsMember"/> says that the node's own row still lives;
/// <paramref name="Now"/> is the target's clock, which decides every lease.</summary>
public sealed record Pulse(
    bool IsMember,
    Outcome? Outcome,
    Phase Phase,
    NodeId Coordinator,
    long Term,
    DateTime Now,
    IReadOnlyList<NodeSeen> Nodes);

/// <summary>The name of a node is taken by another one, whose last heartbeat was at <paramref name="heartbeatAt"/>.</summary>
public sealed class NodeNameTakenException(string name, DateTime heartbeatAt)
    : Exception($"A node named {name} takes part already.")
{
    /// <summary>The other node's last heartbeat, by the target's clock.</summary>
    public DateTime HeartbeatAt { get; } = heartbeatAt;
}
