using ActorMigrate.Migration;

namespace ActorMigrate.Cluster.Wire;

/// <summary>The slots of one lane of a node: how many it has, and how many of them are free.</summary>
public sealed record LaneOffer(TaskLane Lane, int Capacity, int Free);
