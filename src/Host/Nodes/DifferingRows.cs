using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Validation;

namespace ActorMigrate.Host.Nodes;

/// <summary>Names the rows by which tables differ at the end of a migration, as <c>validate --validate full</c> does, as long as the
/// source's rows are those that the migration read. Only tables that were checksummed are looked into,
/// so that it takes no longer than that did.</summary>
internal static class DifferingRows
{
    /// <summary>Returns <paramref name="summary"/> with what was found; the same where nothing
    /// differs or nothing can be read any more.</summary>
    public static async Task<MigrationSummary> AddToAsync(
        MigrationSummary summary, Database source, Database target, MigrationOptions options, CancellationToken cancellationToken)
    {
        var differing = summary.Tables.Where(
            table => table is { Validated: false, Checksummed: true, AreLargeObjects: false, Differences: null, Error: null }).ToList();
        if (differing.Count == 0 || summary.Outcome == Outcome.Stopped || cancellationToken.IsCancellationRequested)
            return summary;
        try
        {
            var looked = await new DatabaseComparison(source, target, options.Validation with { Repair = false })
                .LookIntoAsync(options.Scope, differing, cancellationToken);
            var found = looked.ToDictionary(table => table.Source);
            return summary with { Tables = [.. summary.Tables.Select(table => found.GetValueOrDefault(table.Source, table))] };
        }
        catch (Exception error)
            when (error is RefusedException or OperationCanceledException || SqlStates.Classify(error).Class != FailureClass.Fatal)
        {
            // The verdict stands without it, and says which command looks.
            return summary;
        }
    }
}
