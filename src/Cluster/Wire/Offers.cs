using ActorMigrate.Cluster.Placement;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Cluster.Wire;

/// <summary>The slots of one lane of a node: how many it has, and how many of them are free.</summary>
public sealed record LaneOffer(TaskLane Lane, int Capacity, int Free);

/// <summary>A node's offer to work, sent to the coordinator every second and whenever something changes. <paramref name="Running"/> are
/// the tasks that its actors work on; <paramref name="LedgerSilence"/> is how many seconds ago the
/// ledger took its last heartbeat.</summary>
public sealed record SlotsOffered(
    NodePlace Place, IReadOnlyList<LaneOffer> Lanes, IReadOnlyList<long> Running, double LedgerSilence) : IWireMessage;

/// <summary>The coordinator's answer to an offer, sent again when it changes: the phase that was entered last, and how the migration
/// ended, or null.</summary>
public sealed record Course(long Term, Phase Phase, Outcome? Outcome) : IWireMessage
{
    /// <summary>The orders of users for the node to which this is sent.</summary>
    public NodeOrders Orders { get; init; } = NodeOrders.None;
}

/// <summary>Asks the shard of a node to start at its place. Answered with <see cref="Primed"/> once it has.</summary>
public sealed record Prime(NodePlace Place) : IWireMessage;

/// <summary>The shard of a node has started. <paramref name="Node"/> is the node on which it runs.</summary>
public sealed record Primed(NodeId Node) : IWireMessage;
