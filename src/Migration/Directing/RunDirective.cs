namespace ActorMigrate.Migration.Directing;

/// <summary>A directive as the ledger holds it. <paramref name="NodeId"/> is the node that is to be drained; <paramref name="By"/> is the
/// database role that gave it, <paramref name="At"/> when, UTC; <paramref name="TakenAt"/> is when
/// a coordinator acted on it, or null.</summary>
public sealed record RunDirective(long Id, DirectiveDraft What, NodeId? NodeId, string By, DateTime At, DateTime? TakenAt);
