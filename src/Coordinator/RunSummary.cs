using ActorMigrate.Control;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator;

/// <summary>Tells the story of a run from the ledger, computes the verdict, and on success drops the control schema.</summary>
internal static class RunSummary
{
    public static async Task<MigrationSummary> OfAsync(Run run, Phase phase, PhaseCommand.End end, CancellationToken cancellationToken)
    {
        var story = await ReadAsync(run, cancellationToken);
        var outcome = Verdict.Of(end.Stopped, story.Tables, story.Failed, run.Schema?.NotMigrated.Count ?? 0);
        var findings = end.Failure is { } failure
            ? [new Finding("the run", failure.Message, failure.SqlState, failure.Remedy), .. story.Findings]
            : story.Findings;
        var dropped = await EndAsync(run, outcome, story.Readable, cancellationToken);
        var words = SummaryWords.Of(run, outcome, phase, story.Tables, kept: run.Recorded && !dropped);
        return new MigrationSummary
        {
            Id = run.Request.Id,
            Outcome = outcome,
            Message = words.Message,
            NextStep = words.NextStep,
            Source = run.Source,
            Target = run.Target,
            StartedAt = run.StartedAt,
            Seconds = run.Elapsed.TotalSeconds,
            Phases = story.Phases,
            Tables = story.Tables,
            NotMigrated = run.Schema?.NotMigrated ?? [],
            Findings = findings,
        };
    }

    private sealed record Story(
        IReadOnlyList<PhaseSummary> Phases, IReadOnlyList<TableSummary> Tables, int Failed, IReadOnlyList<Finding> Findings, bool Readable);

    /// <summary>A run that stopped because the target is gone has no ledger to read: the story is then empty and says why.</summary>
    private static async Task<Story> ReadAsync(Run run, CancellationToken cancellationToken)
    {
        if (!run.Recorded)
            return new Story([], [], 0, [], false);
        try
        {
            var (failed, findings) = await run.Results.FailuresAsync(cancellationToken);
            return new Story(
                await run.Migration.PhasesAsync(cancellationToken), await run.Results.TablesAsync(cancellationToken), failed, findings, true);
        }
        catch (Exception error) when (SqlStates.Classify(error) is var failure && error is not OperationCanceledException)
        {
            return new Story([], [], 0, [new Finding("the ledger", "It cannot be read: " + failure.Message, failure.SqlState, failure.Remedy)], false);
        }
    }

    /// <summary>True when the control schema was dropped.</summary>
    private static async Task<bool> EndAsync(Run run, Outcome outcome, bool readable, CancellationToken cancellationToken)
    {
        if (!readable)
            return false;
        await run.Migration.EndAsync(outcome, cancellationToken);
        if (outcome != Outcome.Succeeded || run.Options.KeepControl)
            return false;
        await using var target = await run.Request.Target.OpenAsync(SessionPurpose.Control, cancellationToken);
        await ControlSchema.DropAsync(target, cancellationToken);
        return true;
    }
}
