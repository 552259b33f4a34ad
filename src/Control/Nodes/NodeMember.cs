using ActorMigrate.Migration;

namespace ActorMigrate.Control.Nodes;

/// <summary>How the coordinator sees a node in the cluster: joining, up, leaving, unreachable,
/// down, or absent while it is no member.</summary>
public sealed record NodeMember(NodeId Node, string Member);
