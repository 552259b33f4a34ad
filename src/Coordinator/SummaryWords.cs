using ActorMigrate.Control;
using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator;

/// <summary>What the summary says in words: what happened, and what to do next.</summary>
internal sealed record SummaryWords(string Message, string? NextStep)
{
    public static SummaryWords Of(Run run, Outcome outcome, Phase phase, IReadOnlyList<TableSummary> tables, int notMigrated, int failedTasks, bool kept)
    {
        var failed = tables.Count(table => !table.Success);
        var different = tables.Count(table => table.Validated == false);
        var control = kept ? $" The ledger is kept in schema {ControlSchema.Name} of the target." : "";
        return outcome switch
        {
            Outcome.Succeeded when run.Options.Content == MigrationContent.SchemaOnly => new("The schema was migrated; no rows were asked for.", null),
            Outcome.Succeeded => new($"Everything was migrated and validated: {Count(tables.Count, "table")}.", null),
            Outcome.ValidationFailed => new(
                $"Validation found {Count(different, "table")} with other rows in the target than in the source.",
                "Do not use the target. Look for what wrote to it during the migration, then migrate again." + control),
            Outcome.Stopped when !run.Recorded => new("Stopped before anything was touched.", null),
            Outcome.Stopped => new(
                $"Stopped in phase {phase}; {Count(tables.Count(table => table.Success), "table")} of {tables.Count} done.",
                $"What was committed stays.{control} Go on with actormigrate resume, look at it with actormigrate status, or give it up with actormigrate cleanup."),
            _ => new(
                Sentence(failed, notMigrated),
                (failedTasks > 0 ? "Mend the causes named above, and try what is missing again with actormigrate resume." : "Mend the causes named above.") + control),
        };
    }

    private static string Sentence(int failed, int notMigrated)
    {
        var parts = new List<string>();
        if (failed > 0)
            parts.Add($"{Count(failed, "table")} failed or {(failed == 1 ? "is" : "are")} not finished");
        if (notMigrated > 0)
            parts.Add($"{Count(notMigrated, "object")} of the source {(notMigrated == 1 ? "was" : "were")} not migrated");
        if (parts.Count == 0)
            parts.Add("some objects failed");
        return $"Finished, but {string.Join(", and ", parts)}.";
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
