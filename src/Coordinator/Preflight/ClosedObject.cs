namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Something that only roles with USAGE on it may refer to; the schema is that of a type, and empty otherwise.</summary>
internal sealed record ClosedObject(string Kind, string Schema, string Name);
