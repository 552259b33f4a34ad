using ActorMigrate.Migration;

namespace ActorMigrate.Control.Plan;

/// <summary>A table, how many of its copies are not done, and how many are done, with the bytes that these were estimated to
/// move.</summary>
public sealed record PlannedCopies(
    int Relation, QualifiedName Name, int Copies, int CopiesDone, long EstimatedRows, long EstimatedBytes, long EstimatedBytesDone);
