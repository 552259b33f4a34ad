using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Migration.Summary;

/// <summary>The result of one table. Rows and bytes are those that were copied and committed;
/// seconds is the sum of its copies' durations.</summary>
public sealed record TableSummary
{
    /// <summary>The table in the source.</summary>
    public required QualifiedName Source { get; init; }

    /// <summary>The table in the target.</summary>
    public required QualifiedName Target { get; init; }

    /// <summary>Rows committed in the target.</summary>
    public required long Rows { get; init; }

    /// <summary>Bytes of COPY data moved for them.</summary>
    public required long Bytes { get; init; }

    /// <summary>Seconds from the first copy's start to the last one's commit.</summary>
    public required double Seconds { get; init; }

    /// <summary>Tasks that moved the data: 1 for a whole table.</summary>
    public required int Partitions { get; init; }

    /// <summary>Attempts at all of its copies together.</summary>
    public required int Attempts { get; init; }

    /// <summary>All of its copies and its finishing succeeded.</summary>
    public required bool Success { get; init; }

    /// <summary>True when validation compared it and found it equal, false when it found a
    /// difference, null when it was not compared.</summary>
    public required bool? Validated { get; init; }

    /// <summary>The values of all copied columns were compared by a digest on both sides, not only the number of rows.</summary>
    public bool Checksummed { get; init; }

    /// <summary>The digest of the source's rows under the snapshot, or null.</summary>
    public string? SourceDigest { get; init; }

    /// <summary>Rows counted in the source under the snapshot, or null.</summary>
    public long? SourceRows { get; init; }

    /// <summary>Rows counted in the target, or null.</summary>
    public long? TargetRows { get; init; }

    /// <summary>The rows that differ, or null where none do or nobody looked.</summary>
    public TableDifferences? Differences { get; init; }

    /// <summary>The first error with its SQLSTATE, or null.</summary>
    public string? Error { get; init; }

    /// <summary>The failure that kept a comparison from the table, or null.</summary>
    public Failure? NotCompared { get; init; }

    /// <summary>The entry stands for all large objects together, whose rows are the objects, and for no table.</summary>
    public bool AreLargeObjects => Source == QualifiedName.LargeObjects;

    /// <summary>Rows per second of this table's copies.</summary>
    public double RowsPerSecond => Seconds > 0 ? Rows / Seconds : 0;
}
