using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Migration.Summary;

/// <summary>The results of a run, as they are shown on the terminal and written to the report.</summary>
public sealed record MigrationSummary
{
    /// <summary>The migration.</summary>
    public required MigrationId? Id { get; init; }

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

    /// <summary>The timeline of the work, or null where there is no ledger that tells it.</summary>
    public RunTimeline? Timeline { get; init; }

    /// <summary>The migration has ended and this is its verdict; false for one node's part in a migration that others lead.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Phases, tables and numbers were read; false where they are unknown, because the ledger was not asked or did not
    /// answer.</summary>
    public bool IsRead { get; init; } = true;

    /// <summary>The migration began before this run, which resumed it, took it over or joined it: other runs have copied some of its
    /// rows.</summary>
    public bool BeganBefore { get; init; }

    /// <summary>Both sides were only compared; nothing was copied.</summary>
    public bool IsComparison { get; init; }
}
