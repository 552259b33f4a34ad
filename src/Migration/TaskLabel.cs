namespace ActorMigrate.Migration;

/// <summary>A task as messages speak of it: all but its payload, which only the ledger holds.</summary>
public sealed record TaskLabel(long Id, TaskLane Lane, string Kind, string Name, int? Relation, long EstimatedRows, long EstimatedBytes);
