using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Migration.Summary;

/// <summary>One phase's share of the run; <paramref name="Seconds"/> is wall-clock time between its first and last state.</summary>
public sealed record PhaseSummary(Phase Name, double Seconds);

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

/// <summary>An object that exists in the source and was not carried over, and why. <paramref name="Asked"/>: the options leave it out, or
/// what it cannot exist without; that is no failure.</summary>
public sealed record NotMigrated(string Kind, string Name, string Reason, bool Asked = false);

/// <summary>The work of one node in a migration: the tasks that it committed, and the rows and bytes of its copies.
/// <paramref name="Removed"/>: the others removed it, because it was silent for too long.</summary>
public sealed record NodeResult(string Name, bool Coordinates, bool Removed, long Tasks, long Rows, long Bytes);

/// <summary>The whole story of a run, as rendered on the terminal and written to the report.</summary>
public sealed record MigrationSummary
{
    /// <summary>The migration.</summary>
    public required MigrationId Id { get; init; }

    /// <summary>The outcome.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>One sentence: what happened.</summary>
    public required string Message { get; init; }

    /// <summary>The next step for the user, or null when nothing is left to do.</summary>
    public string? NextStep { get; init; }

    /// <summary>Source and target as <c>host:port/database (version)</c>, never with a password.</summary>
    public required string Source { get; init; }

    /// <inheritdoc cref="Source"/>
    public required string Target { get; init; }

    /// <summary>Start of the run, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Wall-clock seconds of the whole run.</summary>
    public required double Seconds { get; init; }

    /// <summary>The phases that were entered, in order.</summary>
    public required IReadOnlyList<PhaseSummary> Phases { get; init; }

    /// <summary>The in-scope tables, by name, and all large objects together as one of them.</summary>
    public required IReadOnlyList<TableSummary> Tables { get; init; }

    /// <summary>The nodes that took part, by the order in which they joined; empty where the ledger could not be asked.</summary>
    public IReadOnlyList<NodeResult> Nodes { get; init; } = [];

    /// <summary>Objects of the source that were not carried over.</summary>
    public required IReadOnlyList<NotMigrated> NotMigrated { get; init; }

    /// <summary>The numbers of tasks that failed and were skipped.</summary>
    public FailureCounts Failures { get; init; } = FailureCounts.None;

    /// <summary>Each cause of failures once, and notices.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>The course of the work, or null where there is no ledger that tells it.</summary>
    public RunTimeline? Timeline { get; init; }

    /// <summary>The migration has ended and this is its verdict; false for one node's part in a migration that others lead.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Both sides were only compared; nothing was copied.</summary>
    public bool IsComparison { get; init; }
}
