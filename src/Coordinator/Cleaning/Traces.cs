using ActorMigrate.Control.Nodes;

namespace ActorMigrate.Coordinator.Cleaning;

/// <summary>The traces of a migration on its two servers. <paramref name="InSource"/> is null when the source was not looked at.</summary>
public sealed record Traces(LedgerTrace Ledger, IReadOnlyList<TracedSession> InTarget, IReadOnlyList<TracedSession>? InSource);
