using ActorMigrate.Control.Plan;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control.Tasks;

/// <summary>The attempts of one node at the tasks that it has claimed. Each write of an attempt is fenced by its number:
/// once another attempt has begun, no transaction of this one can commit.</summary>
public sealed class AttemptLedger(LedgerSession session, NodeId node)
{
    private const string NoteBackendSql = """
        UPDATE actormigrate.attempt
        SET target_pid = s.pid, backend_start = s.backend_start
        FROM pg_stat_get_activity(pg_backend_pid()) s
        WHERE task = $1 AND attempt = $2
        """;

    private static readonly string BeginSql = SqlText.Load<AttemptLedger>("begin-attempts.sql");
    private static readonly string CompleteSql = SqlText.Load<AttemptLedger>("complete-tasks.sql");
    private static readonly string AdvanceSql = SqlText.Load<AttemptLedger>("advance-cursor.sql");
    private static readonly string FailSql = SqlText.Load<AttemptLedger>("fail-attempt.sql");
    private static readonly string ReturnLotSql = SqlText.Load<AttemptLedger>("return-lot.sql");

    /// <summary>Begins the next attempt at a claimed task and ends what earlier ones left hanging in the target.
    /// Null when the node does not hold the task any more, or when it is done: a commit whose answer was lost.</summary>
    public async Task<BegunAttempt?> BeginAsync(long task, CancellationToken cancellationToken)
    {
        var begun = await session.QueryAsync(BeginSql, Begun, cancellationToken, new[] { task }, node.Value, false);
        return begun.Count > 0 ? begun[0] : null;
    }

    /// <summary>Begins the next attempt at each task of a lot, on the session that writes for all of them, before its transaction begins.
    /// Tasks that the node does not hold any more are missing in the answer.</summary>
    public async Task<IReadOnlyList<BegunAttempt>> BeginLotAsync(
        NpgsqlConnection writing, IEnumerable<long> tasks, CancellationToken cancellationToken)
    {
        await using var command = LedgerSession.Command(writing, BeginSql, tasks.ToArray(), node.Value, true);
        await command.PrepareAsync(cancellationToken);
        return await command.ReadAllAsync(Begun, cancellationToken);
    }

    private static BegunAttempt Begun(NpgsqlDataReader row) =>
        new(new AttemptId(row.GetInt64(0), row.GetInt32(1)), row.GetInt64(2), row.GetInt64(3), row.TextOrNull(4))
        {
            Before = row.GetInt32(5),
            Payload = row.GetString(6),
        };

    /// <summary>Notes which backend writes for the attempt. Runs on the writing session itself, before its transaction begins.</summary>
    public static async Task NoteBackendAsync(NpgsqlConnection writing, AttemptId attempt, CancellationToken cancellationToken)
    {
        await using var command = LedgerSession.Command(writing, NoteBackendSql, attempt.Task, attempt.Attempt);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Returns a batch that notes which backend writes for the attempt, as <see cref="NoteBackendAsync"/> does, and then begins
    /// the transaction of its work, in one round trip. Commands that are added run in that transaction; others see the note before. The
    /// transaction ends with <see cref="CommitAsync"/>, or with the session.</summary>
    public static NpgsqlBatch BeginWork(NpgsqlConnection writing, AttemptId attempt)
    {
        var batch = LedgerSession.Batch(writing, NoteBackendSql, attempt.Task, attempt.Attempt);
        // Without this, the note would be part of the transaction, and nobody would see it while the work goes on.
        batch.BatchCommands[0].AppendErrorBarrier = true;
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN ISOLATION LEVEL READ COMMITTED"));
        return batch;
    }

    /// <summary>Adds a finding on the object that the attempt's task makes, within the open transaction of its work.</summary>
    public static async Task NoteAsync(
        NpgsqlConnection inTransaction, AttemptId attempt, string message, string? sqlState, string remedy,
        CancellationToken cancellationToken)
    {
        const string sql = """
            INSERT INTO actormigrate.finding (migration, kind, object, message, sqlstate, remedy)
            SELECT migration, $2, kind || ' ' || name, $3, $4, $5 FROM actormigrate.task WHERE id = $1
            """;
        await LedgerSession.ReadAsync(
            inTransaction, sql, _ => true, cancellationToken,
            attempt.Task, FindingKinds.Run, new UserText(message), sqlState, new UserText(remedy));
    }

    /// <summary>Returns true when the backend that writes for the attempt has met an error that its client has not read yet: its
    /// transaction is aborted. Asked on the ledger's session, while the writing one is busy.</summary>
    public async Task<bool> IsAbortedAsync(AttemptId attempt, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT s.state = 'idle in transaction (aborted)'
            FROM actormigrate.attempt a
            JOIN pg_stat_activity s ON s.pid = a.target_pid AND s.backend_start = a.backend_start
            WHERE a.task = $1 AND a.attempt = $2
            """;
        var states =
            await session.QueryAsync(sql, row => !row.IsDBNull(0) && row.GetBoolean(0), cancellationToken, attempt.Task, attempt.Attempt);
        return states is [true];
    }

    /// <summary>Completes the attempt's task within the caller's open transaction, which holds the task's work; all its chunks up to
    /// <paramref name="after"/>, or none, have been committed before. Throws <see cref="FencedException"/> when another attempt owns the
    /// task; the caller then rolls back.</summary>
    public async Task CompleteAsync(
        NpgsqlConnection inTransaction, AttemptId attempt, CopyCursor? after, TaskResult result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(result);
        await CompleteAllAsync(inTransaction, [(attempt, after, result, null)], cancellationToken);
    }

    /// <summary>Completes a task, and commits the open transaction, as <see cref="CommitLotAsync"/> does.</summary>
    public Task CommitAsync(
        NpgsqlConnection inTransaction, AttemptId attempt, TaskResult result, CancellationToken cancellationToken) =>
        CommitLotAsync(inTransaction, [(attempt, result, null)], cancellationToken);

    /// <summary>Runs <paramref name="work"/> in its transaction, completes the task, and commits, in one round trip. Throws as
    /// <see cref="CommitLotAsync"/> does.</summary>
    public Task RunAndCommitAsync(NpgsqlBatch work, AttemptId attempt, TaskResult result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var completion = Completion([(attempt, null, result, null)]);
        work.BatchCommands.Add(completion);
        work.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        return ExecuteAsync(work, completion, attempt, cancellationToken);
    }

    /// <summary>Completes every task of a lot in the open transaction that holds the work of all of them, and commits it, in one round
    /// trip. Seconds are those that a task took by itself, or null. Throws <see cref="FencedException"/> when another attempt owns one.
    /// Nothing is committed where this throws, unless the answer was lost.</summary>
    public Task CommitLotAsync(
        NpgsqlConnection inTransaction, IEnumerable<(AttemptId Attempt, TaskResult Result, double? Seconds)> lot,
        CancellationToken cancellationToken) =>
        CompleteAllAsync(
            inTransaction, [.. lot.Select(task => (task.Attempt, (CopyCursor?)null, task.Result, task.Seconds))],
            cancellationToken, "COMMIT");

    /// <summary>Completes tasks within the caller's open transaction, in one statement, and runs <paramref name="then"/> in the same round
    /// trip.</summary>
    internal async Task CompleteAllAsync(
        NpgsqlConnection inTransaction, IReadOnlyList<(AttemptId Attempt, CopyCursor? After, TaskResult Result, double? Seconds)> tasks,
        CancellationToken cancellationToken, string? then = null)
    {
        var completion = Completion(tasks);
        await using var batch = new NpgsqlBatch(inTransaction) { BatchCommands = { completion } };
        if (then is not null)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(then));
        // The session of lots makes one after the other; that of a single task seldom has another one.
        if (tasks.Count > 1)
            await batch.PrepareAsync(cancellationToken);
        await ExecuteAsync(batch, completion, tasks[0].Attempt, cancellationToken);
    }

    private NpgsqlBatchCommand Completion(
        IReadOnlyList<(AttemptId Attempt, CopyCursor? After, TaskResult Result, double? Seconds)> tasks)
    {
        var after = new NpgsqlParameter
        {
            Value = tasks.Select(task => task.After is null ? null : PayloadJson.Write(task.After)).ToArray(),
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Jsonb,
        };
        return LedgerSession.BatchCommand(
            CompleteSql, tasks.Select(task => task.Attempt.Task).ToArray(),
            tasks.Select(task => task.Attempt.Attempt).ToArray(), node.Value,
            tasks.Select(task => task.Result.Rows).ToArray(), tasks.Select(task => task.Result.Bytes).ToArray(), after,
            tasks.Select(task => task.Seconds).ToArray());
    }

    /// <summary>Executes a batch in which <paramref name="completion"/> is the fence: users' code in other commands may divide by zero,
    /// too.</summary>
    private static async Task ExecuteAsync(
        NpgsqlBatch batch, NpgsqlBatchCommand completion, AttemptId attempt, CancellationToken cancellationToken)
    {
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException fenced) when (fenced.SqlState == PostgresErrorCodes.DivisionByZero && fenced.BatchCommand == completion)
        {
            throw new FencedException(attempt);
        }
    }

    /// <summary>Gives back the tasks of a lot that failed. The tasks of <paramref name="broken"/> are granted alone from now on.</summary>
    public Task ReturnLotAsync(
        IReadOnlyCollection<AttemptId> lot, IEnumerable<long> broken, Failure failure, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return session.ExecuteAsync(
            ReturnLotSql, cancellationToken, lot.Select(attempt => attempt.Task).ToArray(),
            lot.Select(attempt => attempt.Attempt).ToArray(), node.Value,
            broken.ToArray(), new UserText(failure.Message));
    }

    /// <summary>Moves a keyset copy's cursor from <paramref name="after"/> on within the caller's open transaction, which holds the chunk's
    /// rows. Throws <see cref="FencedException"/> as <see cref="CompleteAsync"/> does.</summary>
    public async Task AdvanceAsync(
        NpgsqlConnection inTransaction, AttemptId attempt, CopyCursor? after, CopyCursor cursor, TaskResult chunk,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        await using var command = LedgerSession.Command(
            inTransaction, AdvanceSql, attempt.Task, attempt.Attempt, node.Value, chunk.Rows, chunk.Bytes, Json(after), Json(cursor));
        if ((long)(await command.ExecuteScalarAsync(cancellationToken))! == 0)
            throw new FencedException(attempt);
    }

    /// <summary>Ends a failed attempt as <paramref name="decision"/> says, and answers what became of the task.</summary>
    public async Task<FailedTask> FailAsync(
        AttemptId attempt, Failure failure, RetryDecision decision, RetryOptions retry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentNullException.ThrowIfNull(retry);
        var state = decision switch
        {
            RetryDecision.Retry => "running",
            RetryDecision.GiveUp => "failed",
            _ => "ready",
        };
        return Failed((await session.QueryAsync(
            FailSql, row => (Ended: row.GetInt64(0), Moved: row.GetInt64(1)), cancellationToken,
            attempt.Task, attempt.Attempt, node.Value, state, failure.SqlState, new UserText(failure.Message),
            new UserText(failure.Remedy), retry.AttemptsPerNode, retry.MaxBackoff.TotalSeconds))[0]);
    }

    private static FailedTask Failed((long Ended, long Moved) hit) => hit switch
    {
        { Ended: 0 } => FailedTask.NotOurs,
        { Moved: > 0 } => FailedTask.LeftToOthers,
        _ => FailedTask.AsDecided,
    };

    private static NpgsqlParameter Json(CopyCursor? cursor) =>
        new() { Value = cursor is null ? DBNull.Value : PayloadJson.Write(cursor), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb };
}
