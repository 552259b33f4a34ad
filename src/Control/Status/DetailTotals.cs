namespace ActorMigrate.Control.Status;

/// <summary>Everything of a migration as a whole that a status lacks: how many attempts had no success, and the copies under way.</summary>
public sealed record DetailTotals(long Unsuccessful, IReadOnlyList<CopyDetail> Copies);
