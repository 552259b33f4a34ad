using ActorMigrate.Migration;

namespace ActorMigrate.Control.Nodes;

/// <summary>A node as another node reads it from the ledger. <paramref name="HasSession"/>: the target shows a session of the node's
/// heartbeat. <paramref name="Address"/> and <paramref name="Uid"/> are those of the node's actor system, once it listens.</summary>
public sealed record NodeSeen(NodeId Id, string Name, DateTime HeartbeatAt, bool HasLeft, bool HasSession, string? Address, long Uid);
