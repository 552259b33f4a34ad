using ActorMigrate.Control;
using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Coordinator.Joining;

/// <summary>Why a node leaves a migration that others lead.</summary>
public abstract record Departure
{
    private Departure()
    {
    }

    /// <summary>The migration has ended.</summary>
    public sealed record Over(Outcome Outcome) : Departure;

    /// <summary>The user asked this node to stop; the others go on.</summary>
    public sealed record Asked : Departure;

    /// <summary>This node cannot go on.</summary>
    public sealed record Broke(Failure Failure) : Departure;

    /// <summary>The target holds the migration no more.</summary>
    public sealed record LedgerDropped : Departure;
}

/// <summary>Takes a node out of the ledger and tells the story of its part.</summary>
public static class NodeSummary
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Ends the node's row and lets go of the snapshot. Never fails: a ledger that is out of reach finds out by itself.</summary>
    public static async Task<MigrationSummary> LeaveAsync(Joined joined, Departure why, int? released, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(joined);
        var story = await TryAsync(() => ReadAsync(joined, cancellationToken)) ?? new Story([], [], []);
        await TryAsync(async () =>
        {
            await joined.Snapshot.DisposeAsync();
            await new SnapshotLedger(joined.Ledger, joined.Migration).ReleaseAsync(joined.Request.Node, cancellationToken);
            await new NodeLedger(joined.Ledger, joined.Migration).LeaveAsync(joined.Request.Node, cancellationToken);
            return story;
        });
        var (outcome, message, next) = Words(why, released);
        return new MigrationSummary
        {
            Id = joined.Migration,
            Outcome = outcome,
            Message = message,
            NextStep = next,
            Source = joined.Source,
            Target = joined.Target,
            StartedAt = joined.StartedAt,
            Seconds = joined.Elapsed.TotalSeconds,
            Phases = story.Phases,
            Tables = story.Tables,
            NotMigrated = [],
            Findings = why is Departure.Broke { Failure: var failure }
                ? [new Finding("this node", failure.Message, failure.SqlState, failure.Remedy), .. story.Findings]
                : story.Findings,
        };
    }

    private static (Outcome Outcome, string Message, string? Next) Words(Departure why, int? released) => why switch
    {
        Departure.Over { Outcome: Outcome.Succeeded } => (Outcome.Succeeded, "The migration succeeded; this node took part in it.", null),
        Departure.Over { Outcome: var outcome } => (outcome, $"The migration ended: {outcome}; this node took part in it.", "See the coordinator's summary."),
        Departure.Asked => (
            Outcome.Stopped, $"This node left the migration and gave back {Count(released)}; the other nodes go on.", "To join again, start the worker again."),
        Departure.Broke => (
            Outcome.Stopped, $"This node cannot go on and left the migration; it gave back {Count(released)}.", "Mend the cause named below, and start the worker again."),
        _ => (
            Outcome.Stopped, "The migration's ledger is gone from the target: the migration succeeded, or it was cleaned up.", "See the coordinator's summary."),
    };

    private static string Count(int? released) => released switch
    {
        null => "what the ledger takes from it",
        1 => "1 task",
        _ => $"{released} tasks",
    };

    private sealed record Story(IReadOnlyList<PhaseSummary> Phases, IReadOnlyList<TableSummary> Tables, IReadOnlyList<Finding> Findings);

    private static async Task<Story> ReadAsync(Joined joined, CancellationToken cancellationToken)
    {
        var results = new ResultLedger(joined.Ledger, joined.Migration);
        var phases = new MigrationLedger(joined.Ledger, joined.Migration, joined.Request.Node, term: 0);
        return new Story(
            await phases.PhasesAsync(cancellationToken), await results.TablesAsync(cancellationToken),
            (await results.FailuresAsync(cancellationToken)).Findings);
    }

    private static async Task<Story?> TryAsync(Func<Task<Story>> work)
    {
        try
        {
            return await work().WaitAsync(Patience);
        }
        catch (Exception broken) when (broken is NpgsqlException or IOException or TimeoutException or RefusedException)
        {
            return null;
        }
    }
}
