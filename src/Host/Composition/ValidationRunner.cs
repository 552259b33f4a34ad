using ActorMigrate.Host.Commands;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Validation;

namespace ActorMigrate.Host.Composition;

/// <summary>Compares two databases, and where asked copies rows that differ again.</summary>
internal sealed class ValidationRunner(TimeProvider time, bool repair) : IMigrationRunner
{
    /// <inheritdoc />
    public Task<MigrationSummary> RunAsync(RunSettings settings, IProgressSink progress, CancellationToken cancellationToken) =>
        ComparisonSpans.WholeAsync(() => ComparedAsync(settings, progress, cancellationToken));

    private async Task<MigrationSummary> ComparedAsync(RunSettings settings, IProgressSink progress, CancellationToken cancellationToken)
    {
        var validation = settings.Options.Validation with { Repair = repair };
        if (repair && validation.Depth != ValidationDepth.Full)
            throw new RefusedException(
                Outcome.BadUsage, "--repair needs a comparison that finds every differing row.", "Add --validate full.");
        var (started, since) = (time.GetUtcNow(), time.GetTimestamp());
        await using var source = Databases.Of(settings.Source, Side.Source);
        await using var target = Databases.Of(settings.Target, Side.Target);
        progress.Report(new ProgressEvent.PhaseEntered(Phase.Validate));
        var (tables, definitions, stopped) =
            await CompareAsync(source, target, new DatabaseComparison(source, target, validation), settings, progress, cancellationToken);
        if (tables.Count == 0 && !stopped)
        {
            throw new RefusedException(
                $"There is nothing to compare: no table of {source.Connection.Describe()} is in scope.",
                "Name another source, schema or tables.");
        }

        progress.Report(new ProgressEvent.PhaseLeft(Phase.Validate, time.GetElapsedTime(since)) { IsDone = !stopped });
        var verdict = Verdict.Of(stopped, tables, failedTasks: 0, notMigrated: 0);
        var outcome = definitions.Count > 0 && !stopped ? Outcome.ValidationFailed : verdict;
        return new MigrationSummary
        {
            Id = new MigrationId(Guid.NewGuid()),
            Outcome = outcome,
            Message = Words(outcome, tables, definitions.Count),
            NextStep = NextStepOf(outcome, tables, validation),
            Source = source.Connection.Describe(),
            Target = target.Connection.Describe(),
            StartedAt = started,
            Seconds = time.GetElapsedTime(since).TotalSeconds,
            Phases = [new PhaseSummary(Phase.Validate, time.GetElapsedTime(since).TotalSeconds)],
            Tables = tables,
            NotMigrated = [],
            Findings = definitions,
            IsComparison = true,
        };
    }

    private static async Task<(IReadOnlyList<TableSummary> Tables, IReadOnlyList<Finding> Definitions, bool Stopped)> CompareAsync(
        Database source, Database target, DatabaseComparison comparison, RunSettings settings, IProgressSink progress,
        CancellationToken cancellationToken)
    {
        try
        {
            var tables = await comparison.RunAsync(
                settings.Options.Scope, settings.Options.Node.CopySlots,
                table => progress.Report(new ProgressEvent.TableFinished(
                    table.Source, table.Rows, 0, TimeSpan.Zero, table.Validated == true) { IsCompared = true }),
                cancellationToken);
            var definitions = settings.Options.Content == MigrationContent.DataOnly || tables.Count == 0
                ? []
                : await new DatabaseDefinitions(source, target).CompareAsync(settings.Options, cancellationToken);
            return (tables, definitions, false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ([], [], true);
        }
    }

    private static IEnumerable<string> Differing(IReadOnlyList<TableSummary> tables, TableSummary? largeObjects, int definitions)
    {
        if (tables.Count(table => table.Validated == false) is > 0 and var differing)
            yield return $"the rows of {differing} of {tables.Count} tables";
        if (largeObjects?.Validated == false)
            yield return "the large objects";
        if (definitions > 0)
            yield return definitions == 1 ? "one property of a definition" : $"{definitions} properties of definitions";
    }

    private static string? NextStepOf(Outcome outcome, IReadOnlyList<TableSummary> tables, ValidationOptions asked) => outcome switch
    {
        Outcome.Succeeded => null,
        Outcome.ValidationFailed when !asked.Repair && tables.Any(table => table.Validated == false && !table.AreLargeObjects) =>
            "Check whether something else writes to either side. "
                + $"{(asked.Depth == ValidationDepth.Full ? "" : "--validate full names the rows that differ; ")}--validate "
                + "full --repair copies them again.",
        _ => "See the errors of the tables and objects named above.",
    };

    private static string Words(Outcome outcome, IReadOnlyList<TableSummary> summaries, int definitions)
    {
        var tables = summaries.Where(table => !table.AreLargeObjects).ToList();
        var largeObjects = summaries.FirstOrDefault(table => table.AreLargeObjects);
        return outcome switch
        {
            Outcome.Succeeded when tables.Any(table => table.Differences is not null) =>
                $"All {tables.Count} tables have the same rows on both sides, after "
                    + $"{tables.Count(table => table.Differences is not null)} were repaired.",
            Outcome.Succeeded =>
                $"All {tables.Count} tables have the same number of rows on both sides; the values of "
                + $"{tables.Count(table => table.Checksummed)} were checksummed and are equal."
                + (largeObjects is null ? "" : " The large objects are equal."),
            Outcome.Stopped => "Stopped before every table was compared.",
            Outcome.ValidationFailed =>
                $"Source and target differ: {string.Join("; ", Differing(tables, largeObjects, definitions))}.",
            _ => $"{tables.Count(table => table.Validated is null)} of {tables.Count} tables could not be "
                + $"compared{(largeObjects is { Validated: null } ? ", nor could the large objects" : "")}.",
        };
    }
}
