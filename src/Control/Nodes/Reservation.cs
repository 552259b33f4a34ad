using ActorMigrate.Migration;

namespace ActorMigrate.Control.Nodes;

/// <summary>The connections that a living node counts on.</summary>
public sealed record Reservation(NodeId Node, int Source, int Target);
