using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator;

/// <summary>One table's part of the plan: its number in the ledger, the tasks that are still to copy it, and what all are estimated to
/// move.</summary>
public sealed record PlannedTable(int Relation, QualifiedName Name, int Copies, long EstimatedRows, long EstimatedBytes)
{
    /// <summary>Copies of it that were done before, by a former run or under another coordinator.</summary>
    public int CopiesDone { get; init; }

    /// <summary>The bytes that these were estimated to move.</summary>
    public long EstimatedBytesDone { get; init; }
}
