using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control;

/// <summary>The tasks of a migration, as nodes see them: claimed and given back. What is planned stands in <see cref="PlanLedger"/>.</summary>
public sealed class TaskLedger(LedgerSession session, MigrationId migration, ClaimLimits? limits = null)
{
    private static readonly string ClaimSql = SqlText.Load<TaskLedger>("claim-tasks.sql");

    /// <summary>Claims up to <paramref name="count"/> tasks of <paramref name="lane"/> for <paramref name="node"/>, largest first, within
    /// the migration's limits, where there are any.</summary>
    public Task<IReadOnlyList<ClaimedTask>> ClaimAsync(NodeId node, TaskLane lane, int count, CancellationToken cancellationToken) =>
        session.UseAsync(open => ClaimAsync(open, node, lane, count, cancellationToken), cancellationToken);

    /// <summary>Nodes look at every lane whenever anything ends anywhere, and mostly in vain: that takes one short query and no lock.
    /// A claim that leaves slots idle, and has a partition in it that is large enough for two, is taken back and made again
    /// after the partition is split.</summary>
    private async Task<IReadOnlyList<ClaimedTask>> ClaimAsync(
        NpgsqlConnection open, NodeId node, TaskLane lane, int count, CancellationToken cancellationToken)
    {
        if (!await HasOpenAsync(open, lane, cancellationToken))
            return [];
        await using (var transaction = await open.BeginTransactionAsync(cancellationToken))
        {
            var grant = limits is not null && lane == TaskLane.Finish
                ? await new ClaimLedger(open, migration, limits).GrantIndexMemoryAsync(count, cancellationToken)
                : new MemoryGrant(count, 0);
            var claimed = await ClaimOnceAsync(open, node, lane, grant, cancellationToken);
            if (limits is null || claimed.Count == count || !claimed.Any(limits.AreTwoIn))
            {
                await transaction.CommitAsync(cancellationToken);
                return claimed;
            }
        }

        await using var again = await open.BeginTransactionAsync(cancellationToken);
        await new ClaimLedger(open, migration, limits).SplitAsync(cancellationToken);
        var halves = await ClaimOnceAsync(open, node, lane, new MemoryGrant(count, 0), cancellationToken);
        await again.CommitAsync(cancellationToken);
        return halves;
    }

    private async Task<bool> HasOpenAsync(NpgsqlConnection open, TaskLane lane, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT count(*) FROM (
                SELECT FROM actormigrate.task
                WHERE migration = $1 AND state = 'ready' AND lane = $2
                  AND opens_at <= (SELECT phase_number FROM actormigrate.migration WHERE id = $1 AND outcome IS NULL)
                ORDER BY opens_at LIMIT 1) AS first
            """;
        return (await LedgerSession.ReadAsync(open, sql, row => row.GetInt64(0), cancellationToken, migration.Value, LaneName(lane))) is not [0];
    }

    private Task<IReadOnlyList<ClaimedTask>> ClaimOnceAsync(
        NpgsqlConnection open, NodeId node, TaskLane lane, MemoryGrant grant, CancellationToken cancellationToken) => LedgerSession.ReadAsync(
            open, ClaimSql, Claimed, cancellationToken, migration.Value, node.Value, LaneName(lane), grant.Count, grant.BytesEach);

    /// <summary>Gives back every task that <paramref name="node"/> still holds; their attempts end as released.</summary>
    public Task<int> ReleaseAllAsync(NodeId node, CancellationToken cancellationToken) => ReleaseExceptAsync(node, [], cancellationToken);

    /// <summary>Gives back what the ledger says that <paramref name="node"/> holds and is not among <paramref name="known"/>: tasks of a
    /// claim whose answer was lost. Backends that still write for their attempts are ended; they could not commit any more.</summary>
    public Task<int> ReleaseExceptAsync(NodeId node, IEnumerable<long> known, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            """
            WITH released AS (
                UPDATE actormigrate.task SET state = 'ready', node = NULL
                WHERE migration = $1 AND node = $2 AND state = 'running' AND id <> ALL ($3) RETURNING id
            ), ended AS (
                SELECT count(pg_terminate_backend(s.pid))
                FROM released r
                JOIN actormigrate.attempt a ON a.task = r.id AND a.finished_at IS NULL
                JOIN pg_stat_activity s ON s.pid = a.target_pid AND s.backend_start = a.backend_start
            )
            UPDATE actormigrate.attempt a SET outcome = 'released', finished_at = clock_timestamp()
            FROM released r, ended WHERE a.task = r.id AND a.finished_at IS NULL
            """,
            cancellationToken, migration.Value, node.Value, known.ToArray());

    /// <summary>Whether tasks that <paramref name="phase"/> waits for are not settled yet. Asked at every sign of change, so the answer must
    /// not cost more the more tasks there are: the order keeps the query to the first entry of the index of unsettled tasks.</summary>
    public async Task<bool> AreOutstandingAsync(Phase phase, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT count(*) FROM (
                SELECT FROM actormigrate.task
                WHERE migration = $1 AND awaited_in <= $2 AND state IN ('blocked', 'ready', 'running') ORDER BY awaited_in LIMIT 1) AS first
            """;
        return (await session.QueryAsync(sql, row => row.GetInt64(0), cancellationToken, migration.Value, (short)phase)) is not [0];
    }

    /// <summary>The name of a lane in the ledger.</summary>
    public static string LaneName(TaskLane lane) => lane switch
    {
        TaskLane.Schema => "schema",
        TaskLane.Copy => "copy",
        TaskLane.Finish => "finish",
        TaskLane.Compare => "compare",
        _ => throw new ArgumentOutOfRangeException(nameof(lane), lane, null),
    };

    private static TaskLane LaneOf(string name) => Enum.GetValues<TaskLane>().Single(lane => LaneName(lane) == name);

    private static ClaimedTask Claimed(NpgsqlDataReader row) => new(
        row.GetInt64(0), LaneOf(row.GetString(1)), row.GetString(2), row.GetString(3),
        row.IsDBNull(4) ? null : row.GetInt32(4), row.GetString(5), row.GetInt64(6), row.GetInt64(7), row.GetInt32(8))
    {
        Memory = row.GetInt64(9),
    };
}
