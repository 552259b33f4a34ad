using ActorMigrate.Control.Plan;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Planning;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Coordinator.Planning;

/// <summary>The plan of a migration, made without touching the target.</summary>
public sealed record MigrationPlan
{
    /// <summary>The source and the target with their versions, never with a password.</summary>
    public required string Source { get; init; }

    /// <inheritdoc cref="Source"/>
    public required string Target { get; init; }

    /// <summary>The tables, and large objects together as one; largest first.</summary>
    public required IReadOnlyList<RelationDraft> Tables { get; init; }

    /// <summary>The copies of the tables' rows.</summary>
    public required IReadOnlyList<CopyDraft> Copies { get; init; }

    /// <summary>All other tasks, in their order: objects that are made, counts, large objects.</summary>
    public required IReadOnlyList<TaskDraft> Tasks { get; init; }

    /// <summary>The objects that are not carried over, with reasons.</summary>
    public required IReadOnlyList<NotMigrated> NotMigrated { get; init; }

    /// <summary>Notes for the user.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Notices of the look at the servers, such as objects that come along.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>Settings that were chosen, and why.</summary>
    public required IReadOnlyList<ChosenSetting> Settings { get; init; }

    /// <summary>The part of the plan by which a migration tells whether it is still the reviewed one.</summary>
    public required ReviewedPlan Review { get; init; }

    /// <summary>The estimates of time and room.</summary>
    public required PlanEstimate Estimate { get; init; }
}

/// <summary>A setting as the run would have it, and why.</summary>
public sealed record ChosenSetting(string Name, string Value, string Why);

/// <summary>About how long it takes and how much room it needs in the target. <paramref name="ReadRate"/> are the bytes a second that one
/// stream read out of the source for a moment, or null where there was too little to read; <paramref name="Assumptions"/> are what the
/// numbers rest on.</summary>
public sealed record PlanEstimate(
    TimeAhead Time, long? ReadRate, int Streams, long TableBytes, long IndexBytes, IReadOnlyList<string> Assumptions)
{
    /// <summary>Tables and indexes together, as large as they are in the source.</summary>
    public long DiskBytes => TableBytes + IndexBytes;
}
