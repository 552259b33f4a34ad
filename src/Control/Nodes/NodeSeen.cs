using ActorMigrate.Migration;

namespace ActorMigrate.Control.Nodes;

/// <summary>A node as the ledger shows it to another one.</summary>
public sealed record NodeSeen(NodeId Id, string Name, DateTime HeartbeatAt, bool HasLeft);
