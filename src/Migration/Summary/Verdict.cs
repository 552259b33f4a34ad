namespace ActorMigrate.Migration.Summary;

/// <summary>Computes how a run ended from what the ledger holds. Pure; a run without proof of success never succeeds.</summary>
public static class Verdict
{
    /// <summary>Returns the outcome. A difference found by validation outweighs failures, because the data that arrived is in
    /// doubt.</summary>
    public static Outcome Of(bool stopped, IReadOnlyList<TableSummary> tables, int failedTasks, int notMigrated)
    {
        ArgumentNullException.ThrowIfNull(tables);
        if (stopped)
            return Outcome.Stopped;
        if (tables.Any(table => table.Validated == false))
            return Outcome.ValidationFailed;
        if (failedTasks > 0 || notMigrated > 0 || tables.Any(table => !table.Success || table.Validated is null))
            return Outcome.FinishedWithFailures;
        return Outcome.Succeeded;
    }
}
