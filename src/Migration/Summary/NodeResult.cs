namespace ActorMigrate.Migration.Summary;

/// <summary>The work of one node in a migration: the tasks that it committed, and the rows and bytes of its copies.
/// <paramref name="Removed"/>: the others removed it, because it was silent for too long.</summary>
public sealed record NodeResult(string Name, bool Coordinates, bool Removed, long Tasks, long Rows, long Bytes);
