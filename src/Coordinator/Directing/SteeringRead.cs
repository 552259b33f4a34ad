using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;

namespace ActorMigrate.Coordinator.Directing;

/// <summary>The directives that are in force, and what they ask of each living node.</summary>
internal sealed record SteeringRead(Steering Steering, IReadOnlyDictionary<NodeId, NodeOrders> Orders)
{
    /// <summary>No directive was given.</summary>
    public static readonly SteeringRead None = new(Steering.None, new Dictionary<NodeId, NodeOrders>());
}
