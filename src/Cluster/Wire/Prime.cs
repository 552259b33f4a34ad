using ActorMigrate.Cluster.Placement;
using ActorMigrate.Migration;

namespace ActorMigrate.Cluster.Wire;

/// <summary>Asks the shard of a node to start at its place. Answered with <see cref="Primed"/> once it has.</summary>
public sealed record Prime(NodePlace Place) : IWireMessage;

/// <summary>The shard of a node has started. <paramref name="Node"/> is the node on which it runs.</summary>
public sealed record Primed(NodeId Node) : IWireMessage;
