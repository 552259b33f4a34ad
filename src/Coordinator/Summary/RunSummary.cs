using ActorMigrate.Control;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Coordinator.Summary;

/// <summary>Computes the verdict of a run from the ledger and sums the run up; after success it drops the control schema.</summary>
internal static class RunSummary
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    public static async Task<MigrationSummary> OfAsync(Run run, Phase phase, PhaseCommand.End end, CancellationToken cancellationToken)
    {
        var patience = PatienceFor(end);
        if (!end.Stopped && !run.Options.KeepControl)
            run.Request.Target.OpenAhead([SessionPurpose.Control], cancellationToken);
        var story = await ReadAsync(run, patience, cancellationToken);
        var missing = story.NotMigrated.Count(left => !left.Asked);
        var outcome = Verdict.Of(end.Stopped || !story.Readable, story.Tables, story.Failures.Failed + story.Failures.Skipped, missing);
        var (dropped, trouble) = story.Readable ? await EndAsync(run, outcome, patience, cancellationToken) : (false, null);
        // A migration whose end is not recorded is not over: resume records it.
        var isLeft = trouble is not null && outcome == Outcome.Succeeded && run.EndIsRecorded;
        if (trouble is not null && outcome == Outcome.Succeeded)
            outcome = isLeft ? Outcome.FinishedWithFailures : Outcome.Stopped;
        IReadOnlyList<Finding> findings = [.. Of(end.Failure), .. story.Findings, .. trouble is null ? [] : new[] { trouble }];
        var words = run.Recorded && !story.Readable
            ? SummaryWords.OfUnread(phase)
            : SummaryWords.Of(run, outcome, phase, story.Tables, missing, story.Failures, kept: run.Recorded && !dropped, isLeft);
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
            Nodes = story.Nodes,
            NotMigrated = story.NotMigrated,
            Failures = story.Failures,
            Findings = findings,
            Timeline = story.Timeline,
            IsWhole = true,
            IsRead = story.Readable,
            BeganBefore = run.Request.Adopted is not null,
        };
    }

    /// <summary>Returns for how long the ledger is waited for. A run that its user has stopped, or that has waited for its target before,
    /// does not wait long for one that is gone: resume goes on without the end in its ledger, too.</summary>
    private static TimeSpan PatienceFor(PhaseCommand.End end) => end switch
    {
        { Stopped: false } => Timeout.InfiniteTimeSpan,
        { Failure: null or { Class: FailureClass.Transient } } => Timeouts.StoppedRun,
        _ => Timeouts.LedgerAnswer,
    };

    private static IEnumerable<Finding> Of(Failure? failure) =>
        failure is null ? [] : [new Finding("the run", failure.Message, failure.SqlState, failure.Remedy)];

    private sealed record Story(
        IReadOnlyList<PhaseSummary> Phases, IReadOnlyList<TableSummary> Tables, FailureCounts Failures,
        IReadOnlyList<NotMigrated> NotMigrated,
        IReadOnlyList<Finding> Findings, IReadOnlyList<NodeResult> Nodes, RunTimeline? Timeline, bool Readable)
    {
        public static Story Untold(params Finding[] findings) => new([], [], FailureCounts.None, [], findings, [], null, false);
    }

    /// <summary>Reads the story of the run. A run that stopped because the target is gone has no ledger to read: the story is then empty
    /// and says why.</summary>
    private static async Task<Story> ReadAsync(Run run, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (!run.Recorded)
            return Story.Untold();
        try
        {
            return await LedgerRetry.RunAsync(run, stop => ReadOnceAsync(run, stop), patience, cancellationToken);
        }
        catch (Exception error) when (SqlStates.Classify(error) is var failure && error is not OperationCanceledException)
        {
            return Story.Untold(new Finding("the ledger", "It cannot be read: " + failure.Message, failure.SqlState, failure.Remedy));
        }
    }

    private static async Task<Story> ReadOnceAsync(Run run, CancellationToken cancellationToken)
    {
        var unsettled = await run.Results.FailuresAsync(cancellationToken);
        return new Story(
            await run.Migration.PhasesAsync(cancellationToken), await run.Results.TablesAsync(cancellationToken),
            FailureGroups.Count(unsettled),
            await run.Results.NotMigratedAsync(cancellationToken),
            [.. FailureGroups.Of(unsettled).Select(FailureGroups.Finding), .. await run.Results.FindingsAsync(cancellationToken)],
            await run.Results.NodesAsync(cancellationToken),
            run.Request.WantsTimeline ? await run.Results.TimelineAsync(cancellationToken) : null, true);
    }

    /// <summary>Records the end and, after success, drops the control schema: whether it did, and what went wrong.</summary>
    private static async Task<(bool Dropped, Finding? Trouble)> EndAsync(
        Run run, Outcome outcome, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await LedgerRetry.RunAsync(run, stop => RecordAsync(run, outcome, stop), patience, cancellationToken);
            if (outcome != Outcome.Succeeded || run.Options.KeepControl)
                return (false, null);
            await LedgerRetry.RunAsync(run, () => DropLedgerAsync(run, cancellationToken), cancellationToken);
            return (true, null);
        }
        catch (Exception error)
            when (SqlStates.Classify(error) is var failure && error is not (OperationCanceledException or CoordinatorReplacedException))
        {
            return (false,
                new Finding("the ledger", "The run's end cannot be recorded there: " + failure.Message, failure.SqlState, failure.Remedy));
        }
    }

    /// <summary>Waits until other nodes have read the migration's outcome in the ledger and left, for a bounded time.</summary>
    private static async Task OthersHaveLeftAsync(Run run, CancellationToken cancellationToken)
    {
        var lease = run.Options.Shared.Lease;
        for (var waited = TimeSpan.Zero; waited < lease; waited += LookEvery)
        {
            if (await run.Nodes.OthersAsync(run.Request.Coordinator, lease, cancellationToken) == 0)
                return;
            await Task.Delay(LookEvery, run.Request.Time, cancellationToken);
        }
    }

    /// <summary>Ends the sessions of nodes that have not left: such a node is paused or cut off, and its sessions would keep the snapshot,
    /// and the source from vacuuming. Where the ledger does not name it in time, they end with it.</summary>
    private static async Task EndThoseThatStayAsync(Run run)
    {
        using var deadline = new CancellationTokenSource(Timeouts.StayingNodes, run.Request.Time);
        foreach (var node in (await run.Nodes.RegisteredAsync(deadline.Token)).Where(node => node.Id != run.Request.Coordinator))
            await Removal.EndSessionsAsync(run.Request, node.Id, holders: true, deadline.Token);
    }

    private static async Task<bool> RecordAsync(Run run, Outcome outcome, CancellationToken cancellationToken)
    {
        await run.Migration.EndAsync(outcome, cancellationToken);
        run.EndIsRecorded = true;
        run.Ended(outcome);
        return true;
    }

    /// <summary>Drops the control schema when the other nodes have left. One that is gone already was dropped before, by a try whose
    /// answer was lost.</summary>
    private static async Task DropLedgerAsync(Run run, CancellationToken cancellationToken)
    {
        try
        {
            await OthersHaveLeftAsync(run, cancellationToken);
        }
        catch (Exception gone) when (LedgerGone.IsToldBy(SqlStates.Classify(gone)))
        {
            return;
        }

        await EndThoseThatStayAsync(run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await using var target = await run.Request.Target.OpenAsync(SessionPurpose.Control, cancellationToken);
        await ControlSchema.DropAsync(target, run.Request.Id, cancellationToken);
    }
}
