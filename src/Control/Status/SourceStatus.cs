namespace ActorMigrate.Control.Status;

/// <summary>The sessions that hold the snapshot in the source, and how far they keep it from vacuuming.</summary>
public sealed record SourceStatus(long Sessions, long? XminAge, double? Seconds);
