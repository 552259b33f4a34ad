using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Control.Nodes;

/// <summary>The ledger's answer to a heartbeat. <paramref name="IsMember"/>: the node's own row has not ended. <paramref name="Now"/> is
/// the target's clock, which decides every lease. <paramref name="Through"/> is the start of the session that wrote the
/// heartbeat.</summary>
public sealed record Pulse(
    bool IsMember,
    Outcome? Outcome,
    Phase Phase,
    NodeId Coordinator,
    long Term,
    DateTime Now,
    DateTime Through,
    IReadOnlyList<NodeSeen> Nodes);
