using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace ActorMigrate.Control;

/// <summary>The tasks of a migration: written by the coordinator, claimed and given back by nodes.</summary>
public sealed class TaskLedger(LedgerSession session, MigrationId migration)
{
    private static readonly string ClaimSql = SqlText.Load<TaskLedger>("claim-tasks.sql");

    /// <summary>Writes relations and tasks in one transaction, by COPY. A need of a task that is done already is met from the start;
    /// one of a task that failed or was skipped skips the new one, too. What stands there already is not written again, so that a call
    /// whose answer was lost can be repeated. The commit is synchronous: the coordinator does not plan twice.</summary>
    public Task AddAsync(
        IReadOnlyCollection<RelationDraft> relations, IReadOnlyCollection<TaskDraft> tasks, CancellationToken cancellationToken) =>
        session.UseAsync(
            async open =>
            {
                await using var transaction = await open.BeginTransactionAsync(cancellationToken);
                if (await IsWrittenAsync(open, relations, tasks, cancellationToken))
                    return true;
                await WriteRelationsAsync(open, relations, cancellationToken);
                await WriteTasksAsync(open, tasks, cancellationToken);
                await WriteNeedsAsync(open, tasks, cancellationToken);
                await using (var settle = LedgerSession.Command(open, SqlText.Load<TaskLedger>("settle-new-tasks.sql"), tasks.Select(task => task.Id).ToArray()))
                    await settle.ExecuteNonQueryAsync(cancellationToken);
                await using (var tell = new NpgsqlCommand("SELECT pg_notify('actormigrate', 'tasks'), set_config('synchronous_commit', 'on', true)", open))
                    await tell.ExecuteNonQueryAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return true;
            },
            cancellationToken);

    /// <summary>Claims up to <paramref name="count"/> tasks of <paramref name="lane"/> for <paramref name="node"/>, largest first.</summary>
    public Task<IReadOnlyList<ClaimedTask>> ClaimAsync(NodeId node, TaskLane lane, int count, CancellationToken cancellationToken) =>
        session.QueryAsync(ClaimSql, Claimed, cancellationToken, migration.Value, node.Value, LaneName(lane), count);

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
        row.IsDBNull(4) ? null : row.GetInt32(4), row.GetString(5), row.GetInt64(6), row.GetInt64(7), row.GetInt32(8));

    private static async Task<bool> IsWrittenAsync(
        NpgsqlConnection open, IEnumerable<RelationDraft> relations, IEnumerable<TaskDraft> tasks, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT EXISTS (SELECT FROM actormigrate.task WHERE id = ANY ($1)) OR EXISTS (SELECT FROM actormigrate.relation WHERE id = ANY ($2))
            """;
        await using var command = LedgerSession.Command(
            open, sql, tasks.Select(task => task.Id).ToArray(), relations.Select(relation => relation.Id).ToArray());
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task WriteRelationsAsync(NpgsqlConnection open, IEnumerable<RelationDraft> relations, CancellationToken cancellationToken)
    {
        const string copy = """
            COPY actormigrate.relation (id, migration, source_schema, source_name, target_schema, target_name,
                estimated_rows, estimated_bytes, format, format_reason) FROM STDIN (FORMAT binary)
            """;
        await using var writer = await open.BeginBinaryImportAsync(copy, cancellationToken);
        foreach (var relation in relations)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(relation.Id, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync(migration.Value, NpgsqlDbType.Uuid, cancellationToken);
            await writer.WriteAsync(relation.Source.Schema, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(relation.Source.Name, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(relation.Target.Schema, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(relation.Target.Name, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(relation.EstimatedRows, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(relation.EstimatedBytes, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(relation.Binary ? "binary" : "text", NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(relation.FormatReason, NpgsqlDbType.Text, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    private async Task WriteTasksAsync(NpgsqlConnection open, IEnumerable<TaskDraft> tasks, CancellationToken cancellationToken)
    {
        const string copy = """
            COPY actormigrate.task (id, migration, lane, kind, name, relation, opens_at, awaited_in, payload,
                estimated_rows, estimated_bytes, unmet, state) FROM STDIN (FORMAT binary)
            """;
        await using var writer = await open.BeginBinaryImportAsync(copy, cancellationToken);
        foreach (var task in tasks)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(task.Id, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(migration.Value, NpgsqlDbType.Uuid, cancellationToken);
            await writer.WriteAsync(LaneName(task.Lane), NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(task.Kind, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(task.Name, NpgsqlDbType.Text, cancellationToken);
            if (task.Relation is { } relation)
                await writer.WriteAsync(relation, NpgsqlDbType.Integer, cancellationToken);
            else
                await writer.WriteNullAsync(cancellationToken);
            await writer.WriteAsync((short)task.OpensAt, NpgsqlDbType.Smallint, cancellationToken);
            await writer.WriteAsync((short)task.AwaitedIn, NpgsqlDbType.Smallint, cancellationToken);
            await writer.WriteAsync(task.Payload, NpgsqlDbType.Jsonb, cancellationToken);
            await writer.WriteAsync(task.EstimatedRows, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(task.EstimatedBytes, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(task.Needs.Count, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync(task.Needs.Count == 0 ? "ready" : "blocked", NpgsqlDbType.Text, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    private static async Task WriteNeedsAsync(NpgsqlConnection open, IEnumerable<TaskDraft> tasks, CancellationToken cancellationToken)
    {
        const string copy = "COPY actormigrate.task_need (task, needs) FROM STDIN (FORMAT binary)";
        await using var writer = await open.BeginBinaryImportAsync(copy, cancellationToken);
        foreach (var (task, needs) in tasks.SelectMany(task => task.Needs.Select(needs => (task.Id, needs))))
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(task, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(needs, NpgsqlDbType.Bigint, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }
}
