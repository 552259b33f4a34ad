using ActorMigrate.Migration;

namespace ActorMigrate.Control;

/// <summary>A coordinator and the term in which it coordinates; every write of its repeats both.</summary>
public readonly record struct CoordinatorTerm(NodeId Coordinator, long Term);
