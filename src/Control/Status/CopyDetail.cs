namespace ActorMigrate.Control.Status;

/// <summary>One copy under way: its task, its table, and the rows and bytes that it has committed in chunks.</summary>
public sealed record CopyDetail(long Task, int Relation, long Rows, long Bytes);
