namespace ActorMigrate.Control.Status;

/// <summary>The large objects, which are no table.</summary>
public sealed record LargeObjectTotals(long Total, long Copied);
