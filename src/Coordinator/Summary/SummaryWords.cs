using System.Globalization;
using ActorMigrate.Control;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Coordinator.Summary;

/// <summary>Words the summary's closing lines: the outcome, and the next step. The ledger is left where it could not be removed after a
/// success.</summary>
internal sealed record SummaryWords(string Message, string? NextStep)
{
    public static SummaryWords Of(
        Run run, Outcome outcome, Phase phase, IReadOnlyList<TableSummary> summaries, int notMigrated, FailureCounts failures, bool kept,
        bool isLeft)
    {
        var tables = summaries.Where(table => !table.AreLargeObjects).ToList();
        var largeObjects = summaries.Where(table => table.AreLargeObjects).Sum(found => found.Rows);
        var control = kept ? $" The ledger is kept in schema {ControlSchema.Name} of the target." : "";
        return outcome switch
        {
            Outcome.Succeeded when run.Options.Content == MigrationContent.SchemaOnly =>
                new("The schema was migrated; no rows were asked for.", null),
            Outcome.Succeeded =>
                new("Everything was migrated and validated: "
                    + $"{Count(tables.Count, "table")}{(largeObjects > 0 ? $" and {Count(largeObjects, "large object")}" : "")}.", null),
            Outcome.ValidationFailed => new(
                $"Validation found {Differing(summaries)} in the target than in the source.{Also(tables, notMigrated, failures)}",
                "Do not use the target yet. Check whether something else writes to it, such as an application or a trigger. "
                + "actormigrate validate --validate full names the rows that differ, and with --repair copies them again." + control),
            Outcome.Stopped when !run.Recorded => new("Stopped before anything was touched.", null),
            Outcome.Stopped => new(
                $"Stopped in phase {PhaseNames.Words(phase)}; "
                    + $"{Count(tables.Count(table => table.Success), "table")} of {Number(tables.Count)} done.",
                $"What was committed stays.{control} Go on with actormigrate resume, look at it with actormigrate status, or give it "
                    + "up with actormigrate cleanup."),
            _ when isLeft => new(
                "Everything was migrated and validated, but the ledger could not be removed from the target.",
                "Fix the cause that the findings name, then remove it with actormigrate cleanup, which keeps what was migrated."),
            _ => new(
                $"Finished, but {string.Join("; ", Parts(tables, notMigrated, failures))}.",
                (failures.Failed > 0
                    ? "Fix the causes that the findings name, and try what is missing again with actormigrate resume."
                    : "Fix the causes that the findings name.") + control),
        };
    }

    /// <summary>Returns the words for a run whose ledger does not answer, so that nobody knows how far it has come.</summary>
    public static SummaryWords OfUnread(Phase phase) => new(
        $"Stopped in phase {PhaseNames.Words(phase)}; the ledger in the target does not answer, so this summary cannot say what is done.",
        "What was committed stays. Once the target answers, look with actormigrate status, and go on with actormigrate resume.");

    private static string Differing(IReadOnlyList<TableSummary> summaries)
    {
        var tables = summaries.Count(table => table.Validated == false && !table.AreLargeObjects);
        var largeObjects = summaries.Any(table => table.Validated == false && table.AreLargeObjects);
        var words = new List<string>();
        if (tables > 0)
            words.Add($"{Count(tables, "table")} with other rows");
        if (largeObjects)
            words.Add("other large objects");
        return string.Join(" and ", words);
    }

    private static string Also(IReadOnlyList<TableSummary> tables, int notMigrated, FailureCounts failures) =>
        failures.Failed == 0 && notMigrated == 0 ? "" : $" Beside that, {string.Join("; ", Parts(tables, notMigrated, failures))}.";

    /// <summary>Returns all that is missing: what failed by kind, what was skipped with it, which tables that leaves incomplete, and what
    /// has no task.</summary>
    private static List<string> Parts(IReadOnlyList<TableSummary> tables, int notMigrated, FailureCounts failures)
    {
        var (parts, incomplete) = (new List<string>(), tables.Count(table => !table.Success));
        if (failures.Failed > 0)
            parts.Add($"{Count(failures.Failed, "object")} failed ({failures.Kinds})");
        if (failures.Skipped > 0)
            parts.Add(
                $"{Count(failures.Skipped, "object")} {(failures.Skipped == 1 ? "was" : "were")} not begun because of "
                    + $"{(failures.Failed == 1 ? "it" : "them")}");
        if (incomplete > 0)
            parts.Add($"{Number(incomplete)} of {Count(tables.Count, "table")} {(incomplete == 1 ? "is" : "are")} not complete");
        if (notMigrated > 0)
            parts.Add($"{Count(notMigrated, "object")} of the source {(notMigrated == 1 ? "was" : "were")} not migrated");
        return parts is [] ? ["not everything was compared"] : parts;
    }

    private static string Count(long count, string noun) => count == 1 ? $"1 {noun}" : $"{Number(count)} {noun}s";

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
