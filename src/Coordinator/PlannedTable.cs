using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator;

/// <summary>One table's part of the plan: its number in the ledger, the tasks that copy it, and what they are estimated to move.</summary>
public sealed record PlannedTable(int Relation, QualifiedName Name, int Copies, long EstimatedRows, long EstimatedBytes);
