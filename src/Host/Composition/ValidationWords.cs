using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Validation;

namespace ActorMigrate.Host.Composition;

/// <summary>Words the closing lines of a comparison. They count all that differs and all that could not be compared.</summary>
internal static class ValidationWords
{
    /// <summary>Returns the closing line.</summary>
    public static string Of(Outcome outcome, ComparisonFailures compared)
    {
        var tables = compared.Tables.Where(table => !table.AreLargeObjects).ToList();
        var largeObjects = compared.Tables.FirstOrDefault(table => table.AreLargeObjects);
        return outcome switch
        {
            Outcome.Succeeded => Equal(tables) + (largeObjects is null ? "" : " The large objects are equal."),
            Outcome.Stopped => "Stopped before every table was compared.",
            _ => string.Join(' ', new[] { Differing(tables, largeObjects, compared.Counts), NotCompared(tables, largeObjects) }
                .OfType<string>()),
        };
    }

    /// <summary>Returns the next step for the user, or null where nothing is left to do.</summary>
    public static string? NextStepOf(Outcome outcome, IReadOnlyList<TableSummary> tables, ValidationOptions asked) => outcome switch
    {
        Outcome.Succeeded => null,
        Outcome.ValidationFailed when !asked.Repair && tables.Any(table => table.Validated == false && !table.AreLargeObjects) =>
            "Check whether something else writes to either side. "
                + $"{(asked.Depth == ValidationDepth.Full ? "" : "--validate full names the rows that differ; ")}--validate "
                + "full --repair copies them again.",
        Outcome.Stopped when tables.All(table => table.Error is null) => "Compare again with actormigrate validate.",
        _ => "See the errors of the tables and objects.",
    };

    private static string Equal(List<TableSummary> tables) => tables.Count(table => table.Differences is not null) is > 0 and var repaired
        ? $"{All(tables)} the same rows on both sides, after {repaired} {(repaired == 1 ? "was" : "were")} repaired."
        : $"{All(tables)} the same number of rows on both sides; "
            + (tables.Count(table => table.Checksummed) is > 0 and var checksummed
                ? $"the values of {checksummed} were checksummed and are equal."
                : "values were not compared.");

    private static string All(List<TableSummary> tables) => tables.Count == 1 ? "The table has" : $"All {tables.Count} tables have";

    /// <summary>Returns what differs, or null where nothing does.</summary>
    private static string? Differing(List<TableSummary> tables, TableSummary? largeObjects, FailureCounts objects)
    {
        var parts = new List<string>();
        if (objects.Failed > 0)
            parts.Add($"{Amounts.Count(objects.Failed, "object")} ({objects.Kinds})");
        if (objects.Skipped > 0)
            parts.Add($"{Amounts.Count(objects.Skipped, "object")} missing with {(objects.Failed == 1 ? "it" : "them")}");
        if (tables.Count(table => table.Validated == false) is > 0 and var differing)
            parts.Add($"the rows of {Of(differing, tables)}");
        if (largeObjects?.Validated == false)
            parts.Add(largeObjects.Differences is { } found ? Amounts.Count(found.Total, "large object") : "the large objects");
        return parts is [] ? null : $"Source and target differ: {string.Join("; ", parts)}.";
    }

    /// <summary>Returns what could not be compared, or null where all was.</summary>
    private static string? NotCompared(List<TableSummary> tables, TableSummary? largeObjects)
    {
        var failed = tables.Count(table => table.Validated is null);
        return (failed, largeObjects is { Validated: null }) switch
        {
            (0, false) => null,
            (0, true) => "The large objects could not be compared.",
            (_, var both) => $"{Of(failed, tables)} could not be compared{(both ? ", nor could the large objects" : "")}.",
        };
    }

    private static string Of(int some, List<TableSummary> tables) => $"{some} of {Amounts.Count(tables.Count, "table")}";
}
