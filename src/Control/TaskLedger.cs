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

    /// <summary>A claim that leaves slots idle, and has a partition in it that is large enough for two, is taken back and made again
    /// after the partition is split.</summary>
    private async Task<IReadOnlyList<ClaimedTask>> ClaimAsync(
        NpgsqlConnection open, NodeId node, TaskLane lane, int count, CancellationToken cancellationToken)
    {
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

    /// <summary>Counts the tasks that <paramref name="phase"/> waits for.</summary>
    public async Task<TaskCounts> CountAsync(Phase phase, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(
            "SELECT state, count(*) FROM actormigrate.task WHERE migration = $1 AND awaited_in <= $2 GROUP BY state",
            row => (State: row.GetString(0), Count: row.GetInt64(1)),
            cancellationToken, migration.Value, (short)phase);
        var counts = rows.ToDictionary(row => row.State, row => row.Count);
        return new TaskCounts(Of("blocked"), Of("ready"), Of("running"), Of("done"), Of("failed"), Of("skipped"));

        long Of(string state) => counts.GetValueOrDefault(state);
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
