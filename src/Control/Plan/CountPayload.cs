using ActorMigrate.Migration;

namespace ActorMigrate.Control.Plan;

/// <summary>One side's count of a table's rows, or of those that <paramref name="Condition"/>, a WHERE clause, selects.</summary>
public sealed record CountPayload(QualifiedName Table, bool InSource, string? Condition = null) : TaskPayload
{
    /// <summary>The table is a partitioned one, and is counted with its partitions.</summary>
    public bool WithPartitions { get; init; }

    /// <summary>The columns to checksum, in this order on both sides; null counts rows only.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Both databases hash a row's text to the same number.</summary>
    public bool SameHashes { get; init; }
}
