using ActorMigrate.Migration;

namespace ActorMigrate.Control.Nodes;

/// <summary>A node as the ledger shows it to another one. <paramref name="HasSession"/>: the target shows the session of its heartbeat.
/// <paramref name="Address"/> and <paramref name="Uid"/> are those of its actor system, once it listens.</summary>
public sealed record NodeSeen(NodeId Id, string Name, DateTime HeartbeatAt, bool HasLeft, bool HasSession, string? Address, long Uid);
