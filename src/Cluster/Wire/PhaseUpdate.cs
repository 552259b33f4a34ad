using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Cluster.Wire;

/// <summary>The coordinator's answer to an offer, sent again when it changes: the phase that was entered last, the outcome of a migration
/// that has ended, or null, and the node's orders.</summary>
public sealed record PhaseUpdate(long Term, Phase Phase, Outcome? Outcome) : IWireMessage
{
    /// <summary>The orders of users for the node to which this is sent.</summary>
    public NodeOrders Orders { get; init; } = NodeOrders.None;
}
