using ActorMigrate.Migration;

namespace ActorMigrate.Control.Plan;

/// <summary>A table and how many of its copies are not done.</summary>
public sealed record PlannedCopies(int Relation, QualifiedName Name, int Copies, long EstimatedRows, long EstimatedBytes);
