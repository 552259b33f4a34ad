using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Status;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Summary;
using Npgsql;

namespace ActorMigrate.Coordinator.Joining;

/// <summary>Ends a node's row in the ledger and sums up the node's part.</summary>
public static class NodeSummary
{
    /// <summary>Tells the nodes that are asked to stop at the same time that this one does not go on either. Never fails.</summary>
    public static async Task BeginAsync(NodeRegistration here)
    {
        ArgumentNullException.ThrowIfNull(here);
        await TryAsync(
            async () =>
            {
                await new NodeLedger(here.Ledger, here.Migration).StoppingAsync(here.Node, CancellationToken.None);
                return true;
            },
            Timeouts.NodeSummary);
    }

    /// <summary>Ends the node's row and returns the summary of its part; <paramref name="isWorker"/> says that its process neither began
    /// nor resumed the migration. Never fails: while the ledger is out of reach, the coordinator
    /// removes the node by its silence.</summary>
    public static async Task<MigrationSummary> LeaveAsync(
        NodeRegistration here, Departure why, int? released, bool isWorker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(here);
        // A replaced node shows no summary and may be cut off from the ledger, so it waits for a short time only.
        var replaced = why is Departure.Replaced;
        var patience = why is not Departure.Asked ? Timeouts.NodeSummary
            : released is null ? Timeouts.ReplacedSummary : Timeouts.StoppedRun;
        var told = replaced ? null : await TryAsync(() => ReadAsync(here, cancellationToken), patience);
        var story = told ?? new Story([], [], [], null);
        var goOn = await TryAsync(
            () => EndRowAsync(here, releases: !replaced, cancellationToken),
            replaced || told is null ? Timeouts.ReplacedSummary : Timeouts.NodeSummary);
        // All nodes may be stopped at once: then the last one to end its row sees that none goes on, and so do those before it.
        if (why is Departure.Asked asked && goOn == 0)
            why = asked with { OthersLive = false };
        var (outcome, message, next) = Words(why, released, isWorker);
        return new MigrationSummary
        {
            Id = here.Migration,
            Outcome = outcome,
            Message = message,
            NextStep = next,
            Source = here.Source,
            Target = here.Target,
            StartedAt = here.StartedAt,
            Seconds = here.Elapsed.TotalSeconds,
            Phases = story.Phases,
            Tables = story.Tables,
            NotMigrated = [],
            Findings = why is Departure.Broke { Failure: var failure }
                ? [new Finding("this node", failure.Message, failure.SqlState, failure.Remedy), .. story.Findings]
                : story.Findings,
            Timeline = story.Timeline,
            IsRead = told is not null,
            BeganBefore = true,
        };
    }

    private static (Outcome Outcome, string Message, string? Next) Words(Departure why, int? released, bool isWorker) => why switch
    {
        Departure.Over { Outcome: Outcome.Succeeded } => (Outcome.Succeeded, "The migration succeeded; this node took part in it.", null),
        Departure.Over { Outcome: var outcome } =>
            (outcome, $"The migration ended: {outcome}; this node took part in it.", "See the coordinator's summary."),
        Departure.Asked { Coordinated: true, OthersLive: true } => (
            Outcome.Stopped,
            $"This node left the migration, gave back {Count(released)}, and left the coordination to the other nodes, which go on.",
            "To take part again: actormigrate worker. To stop the migration, stop its workers, too."),
        Departure.Asked { OthersLive: false } => (
            Outcome.Stopped,
            $"This node left the migration and gave back {Count(released)}; no other node is known to live, so nothing goes on.",
            "To go on: actormigrate resume. To look at it: actormigrate status."),
        Departure.Asked => (
            Outcome.Stopped, $"This node left the migration and gave back {Count(released)}; the other nodes go on.",
            "To join again, start the worker again."),
        Departure.Drained { IsWorker: var worker } => (
            worker ? Outcome.Succeeded : Outcome.Stopped,
            "This node was drained: it ended its tasks and left the migration; the other nodes go on.",
            "See how it goes on with actormigrate status. To take part again: actormigrate worker."),
        Departure.Broke => (
            Outcome.Stopped, $"This node cannot go on and left the migration; it gave back {Count(released)}.",
            "Fix the cause named below, and start the worker again."),
        Departure.LedgerDropped { WasAway: true } => LedgerGoneWhileAway(isWorker),
        _ => (
            Outcome.Stopped, "The migration's ledger was removed from the target while this node took part in it.",
            "If nobody cleaned it up with --force, see the target's log for who dropped the schema actormigrate."),
    };

    /// <summary>Returns the end of a process that comes back when the ledger is gone. A worker has nothing left to do. A process that began
    /// or resumed the migration would vouch with success for an end that it has not seen.</summary>
    public static (Outcome Outcome, string Message, string? Next) LedgerGoneWhileAway(bool isWorker) => isWorker
        ? (Outcome.Succeeded,
            "Nothing is left for this node to do: the migration ended while it was away, and its ledger is gone from the "
                + "target, as it is after success.", null)
        : (Outcome.Stopped,
            "The migration ended while this process was away, and its ledger is gone from the target: it has succeeded under another node, "
                + "or somebody has removed the ledger.",
            "See the other nodes' summaries, or compare both sides with actormigrate validate.");

    private static string Count(int? released) => released switch
    {
        null => "its tasks, as far as the ledger answers",
        1 => "1 task",
        _ => $"{released} tasks",
    };

    private sealed record Story(
        IReadOnlyList<PhaseSummary> Phases, IReadOnlyList<TableSummary> Tables, IReadOnlyList<Finding> Findings, RunTimeline? Timeline);

    private static async Task<Story> ReadAsync(NodeRegistration here, CancellationToken cancellationToken)
    {
        var results = new ResultLedger(here.Ledger, here.Migration);
        var phases = new MigrationLedger(here.Ledger, here.Migration, here.Node, term: 0);
        return new Story(
            await phases.PhasesAsync(cancellationToken), await results.TablesAsync(cancellationToken),
            [.. FailureGroups.Of(await results.FailuresAsync(cancellationToken)).Select(FailureGroups.Finding)],
            here.WantsTimeline ? await results.TimelineAsync(cancellationToken) : null);
    }

    /// <summary>Ends the node's row, and returns the number of nodes that go on. A node that comes back as another one joins the snapshot
    /// that this process still holds; else it is released.</summary>
    private static async Task<long?> EndRowAsync(NodeRegistration here, bool releases, CancellationToken cancellationToken)
    {
        if (releases)
            await new SnapshotLedger(here.Ledger, here.Migration).ReleaseAsync(here.Node, cancellationToken);
        return await new NodeLedger(here.Ledger, here.Migration).LeaveAsync(here.Node, cancellationToken);
    }

    private static async Task<T?> TryAsync<T>(Func<Task<T>> work, TimeSpan patience)
    {
        try
        {
            return await work().WaitAsync(patience);
        }
        catch (Exception broken) when (broken is NpgsqlException or IOException or TimeoutException or RefusedException)
        {
            return default;
        }
    }
}
