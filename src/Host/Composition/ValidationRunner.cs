using ActorMigrate.Control.Status;
using ActorMigrate.Coordinator.Preflight;
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
using ActorMigrate.Validation.Definitions;

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
        await using var silence = SilenceWatch.Begin(time, progress.Notice, source, target);
        progress.Report(new ProgressEvent.PhaseEntered(Phase.Validate));
        await ComparisonExamination.PassAsync(source, target, settings.Options.Scope, repair, cancellationToken);
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
        var failures = ComparisonFailures.Of(tables, definitions);
        return new MigrationSummary
        {
            Id = null,
            Outcome = outcome,
            Message = ValidationWords.Of(outcome, failures),
            NextStep = ValidationWords.NextStepOf(outcome, tables, validation),
            Source = source.Connection.Describe(),
            Target = target.Connection.Describe(),
            StartedAt = started,
            Seconds = time.GetElapsedTime(since).TotalSeconds,
            Phases = [new PhaseSummary(Phase.Validate, time.GetElapsedTime(since).TotalSeconds)],
            Tables = failures.Tables,
            NotMigrated = [],
            Failures = failures.Counts,
            Findings = failures.Findings,
            IsComparison = true,
        };
    }

    private sealed record Compared(IReadOnlyList<TableSummary> Tables, IReadOnlyList<DefinitionDifference> Definitions, bool Stopped);

    private static async Task<Compared> CompareAsync(
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
            return new Compared(tables, definitions, false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new Compared([], [], true);
        }
    }
}
