using ActorMigrate.Cluster.Placement;
using ActorMigrate.Migration;

namespace ActorMigrate.Cluster.Wire;

/// <summary>The coordinator has claimed a task for the node at <paramref name="Place"/>, which is to carry it out. An order may arrive
/// twice or never: the ledger says whether the node still holds the task.</summary>
public sealed record Order(NodePlace Place, TaskLabel Task, int Attempts, long Memory) : IWireMessage;
