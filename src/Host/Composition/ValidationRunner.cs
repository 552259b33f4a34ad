using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using ActorMigrate.Validation;

namespace ActorMigrate.Host.Composition;

/// <summary>Compares two databases, without migrating anything.</summary>
internal sealed class ValidationRunner(TimeProvider time) : IMigrationRunner
{
    /// <inheritdoc />
    public async Task<MigrationSummary> RunAsync(RunSettings settings, IProgressSink progress, CancellationToken cancellationToken)
    {
        var (started, since) = (time.GetUtcNow(), time.GetTimestamp());
        var environment = ConnectionEnvironment.OfProcess();
        await using var source = new Database(ServerConnection.Parse(settings.Source.Reveal(), "source", environment), Side.Source);
        await using var target = new Database(ServerConnection.Parse(settings.Target.Reveal(), "target", environment), Side.Target);
        progress.Report(new ProgressEvent.PhaseEntered(Phase.Validate));
        var (tables, stopped) = await CompareAsync(new DatabaseComparison(source, target, settings.Options.Validation), settings, progress, cancellationToken);
        if (tables.Count == 0 && !stopped)
        {
            throw new RefusedException(
                $"There is nothing to compare: no table of {source.Connection.Describe()} is in scope.", "Name another source, schema or tables.");
        }

        progress.Report(new ProgressEvent.PhaseLeft(Phase.Validate, time.GetElapsedTime(since)));
        var outcome = Verdict.Of(stopped, tables, failedTasks: 0, notMigrated: 0);
        return new MigrationSummary
        {
            Id = new MigrationId(Guid.NewGuid()),
            Outcome = outcome,
            Message = Words(outcome, tables),
            NextStep = outcome == Outcome.Succeeded ? null : "Look at the tables named above.",
            Source = source.Connection.Describe(),
            Target = target.Connection.Describe(),
            StartedAt = started,
            Seconds = time.GetElapsedTime(since).TotalSeconds,
            Phases = [new PhaseSummary(Phase.Validate, time.GetElapsedTime(since).TotalSeconds)],
            Tables = tables,
            NotMigrated = [],
            Findings = [],
        };
    }

    private static async Task<(IReadOnlyList<TableSummary> Tables, bool Stopped)> CompareAsync(
        DatabaseComparison comparison, RunSettings settings, IProgressSink progress, CancellationToken cancellationToken)
    {
        try
        {
            var tables = await comparison.RunAsync(
                settings.Options.Scope, settings.Options.Node.CopySlots,
                table => progress.Report(new ProgressEvent.TableFinished(table.Source, table.Rows, 0, TimeSpan.Zero, table.Validated == true)),
                cancellationToken);
            return (tables, false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ([], true);
        }
    }

    private static string Words(Outcome outcome, IReadOnlyList<TableSummary> summaries)
    {
        var tables = summaries.Where(table => !table.AreLargeObjects).ToList();
        var largeObjects = summaries.FirstOrDefault(table => table.AreLargeObjects);
        return outcome switch
        {
            Outcome.Succeeded =>
                $"All {tables.Count} tables have the same number of rows on both sides; the values of {tables.Count(table => table.Checksummed)} were checksummed and are equal."
                + (largeObjects is null ? "" : " The large objects are equal in number and in bytes."),
            Outcome.Stopped => "Stopped before every table was compared.",
            Outcome.ValidationFailed =>
                $"{tables.Count(table => table.Validated == false)} of {tables.Count} tables differ{(largeObjects?.Validated == false ? ", and so do the large objects" : "")}.",
            _ => $"{tables.Count(table => table.Validated is null)} of {tables.Count} tables could not be compared{(largeObjects is { Validated: null } ? ", nor could the large objects" : "")}.",
        };
    }
}
