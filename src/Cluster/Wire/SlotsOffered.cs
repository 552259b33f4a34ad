using ActorMigrate.Cluster.Placement;

namespace ActorMigrate.Cluster.Wire;

/// <summary>A node's offer to work, sent to the coordinator every second and whenever something changes. <paramref name="Running"/> are
/// the tasks that its actors work on; <paramref name="LedgerSilence"/> is how many seconds ago the
/// ledger took its last heartbeat.</summary>
public sealed record SlotsOffered(
    NodePlace Place, IReadOnlyList<LaneOffer> Lanes, IReadOnlyList<long> Running, double LedgerSilence) : IWireMessage;
