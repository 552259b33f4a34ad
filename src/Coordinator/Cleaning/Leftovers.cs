using ActorMigrate.Control.Nodes;

namespace ActorMigrate.Coordinator.Cleaning;

/// <summary>The leftovers of a migration on its two servers. <paramref name="InSource"/> is null when the source was not looked
/// at.</summary>
public sealed record Leftovers(LedgerLeftovers Ledger, IReadOnlyList<LeftSession> InTarget, IReadOnlyList<LeftSession>? InSource);
