using ActorMigrate.Migration;

namespace ActorMigrate.Control.Nodes;

/// <summary>A node that has not left by the ledger. <paramref name="HasJoined"/>: it has been a member of the cluster;
/// <paramref name="Age"/> is the time since it registered, and <paramref name="Silence"/> since its
/// last heartbeat, by the target's clock.</summary>
public sealed record RegisteredNode(NodeId Id, string Name, string? Address, long Uid, bool HasJoined, TimeSpan Age, TimeSpan Silence);
