namespace ActorMigrate.Migration.Planning;

/// <summary>A slice of a large table that one task moves.</summary>
public sealed record Partition(string Name, RowPredicate Predicate, long EstimatedRows, long EstimatedBytes);
