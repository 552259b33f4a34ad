using ActorMigrate.Migration;

namespace ActorMigrate.Control.Nodes;

/// <summary>The coordinator's view of a node in the cluster: joining, up, leaving, unreachable, down, or absent while the node is no
/// member.</summary>
public sealed record NodeMember(NodeId Node, string Member);
