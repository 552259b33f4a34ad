using ActorMigrate.Migration;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control.Status;

/// <summary>Reads the timeline of a migration from its attempts, for reports.</summary>
public static class TimelineLedger
{
    /// <summary>Returns the timeline of <paramref name="migration"/>, or null where the ledger does not hold it.</summary>
    public static Task<RunTimeline?> ReadAsync(LedgerSession session, MigrationId migration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.UseAsync(
            async (open, bounded) =>
            {
                // The three queries see one state. To compile them takes longer than to run them. Like every read, this one locks the table
                // of migrations first, as does the session that drops the ledger.
                await using var transaction =
                    await open.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, bounded);
                await using (var command = LedgerSession.Command(
                    open, "SET LOCAL jit = off; LOCK TABLE actormigrate.migration IN ACCESS SHARE MODE"))
                    await command.ExecuteNonQueryAsync(bounded);
                var timeline = await ReadAsync(open, migration.Value, bounded);
                await transaction.CommitAsync(bounded);
                return timeline;
            },
            cancellationToken);
    }

    private sealed record NodeRow(DateTime StartedAt, double Seconds, long Nodes, TimelineNode? Node);

    private sealed record AttemptRow(TimelineAttempt Attempt, long All);

    private sealed record ActivityRow(long? Node, string Lane, int Span, double Seconds, double Rows, double Bytes);

    private static async Task<RunTimeline?> ReadAsync(NpgsqlConnection open, Guid migration, CancellationToken cancellationToken)
    {
        var nodes = await LedgerSession.ReadAsync(
            open, SqlText.Load<ResultLedger>("timeline-nodes.sql"), Node, cancellationToken, migration, RunTimeline.MostNodes);
        if (nodes.Count == 0)
            return null;
        var attempts = await LedgerSession.ReadAsync(
            open, SqlText.Load<ResultLedger>("timeline-attempts.sql"), Attempt, cancellationToken, migration, RunTimeline.MostUnsuccessful,
            RunTimeline.MostSuccessful);
        var width = Math.Max(RunTimeline.ShortestSample, nodes[0].Seconds / RunTimeline.MostSamples);
        var count = Math.Clamp((int)Math.Ceiling(nodes[0].Seconds / width), 1, RunTimeline.MostSamples);
        var activity = await LedgerSession.ReadAsync(
            open, SqlText.Load<ResultLedger>("timeline-activity.sql"), Activity, cancellationToken, migration, width, count);
        List<TimelineNode> listed = [.. nodes.Select(row => row.Node).OfType<TimelineNode>().OrderBy(node => node.Number)];
        return new RunTimeline
        {
            StartedAt = nodes[0].StartedAt,
            Seconds = nodes[0].Seconds,
            Nodes = listed,
            NodesOmitted = listed.Count == 0 ? 0 : nodes[0].Nodes - listed.Count,
            Attempts = [.. attempts.Select(row => row.Attempt)],
            AttemptsOmitted = attempts.Count == 0 ? 0 : attempts[0].All - attempts.Count,
            SampleSeconds = width,
            Samples = [.. Enumerable.Range(0, count).GroupJoin(activity, span => span, row => row.Span, (_, rows) => Sample(rows))],
            Activity = [.. Lanes(activity, [.. listed.Select(node => node.Number)], count)],
        };
    }

    private static ThroughputSample Sample(IEnumerable<ActivityRow> rows)
    {
        var all = rows.ToList();
        return new ThroughputSample((long)Math.Round(all.Sum(row => row.Rows)), (long)Math.Round(all.Sum(row => row.Bytes)));
    }

    private static IEnumerable<LaneActivity> Lanes(IEnumerable<ActivityRow> activity, HashSet<long> listed, int count)
    {
        foreach (var lane in activity.Where(row => row.Node is { } node && listed.Contains(node))
            .GroupBy(row => (Node: row.Node!.Value, row.Lane)))
        {
            var seconds = new double[count];
            foreach (var row in lane)
                seconds[row.Span] = row.Seconds;
            yield return new LaneActivity(lane.Key.Node, lane.Key.Lane, seconds);
        }
    }

    private static NodeRow Node(NpgsqlDataReader row) => new(
        row.GetDateTime(0), row.GetDouble(1), row.GetInt64(2),
        row.IsDBNull(3)
            ? null
            : new TimelineNode(
                row.GetInt64(3), row.GetString(4), row.GetString(5), row.GetBoolean(6), row.GetBoolean(7), Math.Max(0, row.GetDouble(8)),
                row.IsDBNull(9) ? null : Math.Max(0, row.GetDouble(9)), row.GetInt64(10)));

    private static AttemptRow Attempt(NpgsqlDataReader row) => new(
        new TimelineAttempt(
            row.GetInt64(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4),
            row.ValueOrNull<long>(5),
            Math.Max(0, row.GetDouble(6)), Math.Max(0, row.GetDouble(7)), row.GetString(8), row.GetInt64(9), row.GetInt64(10),
            row.TextOrNull(11), row.TextOrNull(12)),
        row.GetInt64(13));

    private static ActivityRow Activity(NpgsqlDataReader row) => new(
        row.ValueOrNull<long>(0), row.GetString(1), row.GetInt32(2), row.GetDouble(3), row.GetDouble(4), row.GetDouble(5));
}
