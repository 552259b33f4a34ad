using System.Globalization;
using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using Npgsql;

namespace ActorMigrate.Transfer.Statements;

/// <summary>Runs a task's statements and its completion in one transaction, so that an object and the row that says it exists come
/// and go together. An object that the target has already in the same form is left as it is.</summary>
public sealed class StatementRun(KeptSessions sessions, AttemptLedger attempts, OpenSession openSource)
    : ITaskRunner
{
    /// <inheritdoc />
    public Task<TaskResult> RunAsync(ClaimedTask task, BegunAttempt attempt, IMoved moved, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(attempt);
        var payload = PayloadJson.Read<StatementPayload>(task.Payload);
        return sessions.UseAsync(
            async target =>
            {
                moved.Uses(Side.Target, target.ProcessID);
                await AttemptLedger.NoteBackendAsync(target, attempt.Id, cancellationToken);
                await InTransactionAsync(target, task, payload, attempt.Id, cancellationToken);
                return TaskResult.Nothing;
            },
            cancellationToken);
    }

    private async Task InTransactionAsync(
        NpgsqlConnection target, ClaimedTask task, StatementPayload payload, AttemptId attempt, CancellationToken cancellationToken)
    {
        var transaction = await target.BeginTransactionAsync(cancellationToken);
        if (task.Kind == TaskKinds.SetLogged)
            await CrashLedger.RefuseAfterCrashAsync(target, task.Id, cancellationToken);
        await PrepareAsync(target, payload, task.Memory, cancellationToken);
        if (!await ExistsAsync(target, payload, cancellationToken))
        {
            if (payload.Secret is { } secret)
            {
                var statement = await SourceSecret.CompleteAsync(openSource, secret, cancellationToken);
                await SourceSecret.ExecuteAsync(target, statement, cancellationToken);
            }

            await ExecuteAllAsync(target, payload.Statements, cancellationToken);
        }

        await ExecuteAsync(target, "SET LOCAL search_path TO pg_catalog", cancellationToken);
        await attempts.CompleteAsync(target, attempt, TaskResult.Nothing, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task PrepareAsync(
        NpgsqlConnection target, StatementPayload payload, long memory, CancellationToken cancellationToken)
    {
        if (payload.SearchPath is { } path)
            await ExecuteAsync(target, "SET LOCAL search_path TO " + path, cancellationToken);
        if (memory > 0)
        {
            var kilobytes = Math.Clamp(memory / 1024, 1024, int.MaxValue / 1024).ToString(CultureInfo.InvariantCulture);
            await ExecuteAsync(target, $"SET LOCAL maintenance_work_mem = '{kilobytes}kB'", cancellationToken);
        }
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection target, StatementPayload payload, CancellationToken cancellationToken)
    {
        if (payload.ExistsQuery is null)
            return false;
        await using var command = new NpgsqlCommand(payload.ExistsQuery, target);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task ExecuteAllAsync(NpgsqlConnection target, IEnumerable<string> statements, CancellationToken cancellationToken)
    {
        foreach (var statement in statements)
            await ExecuteAsync(target, statement, cancellationToken);
    }

    /// <summary>As a batch of one, because a plain command's text is searched for semicolons and parameters, which DDL may hold.</summary>
    private static async Task ExecuteAsync(NpgsqlConnection target, string statement, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(target) { BatchCommands = { new NpgsqlBatchCommand(statement) } };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
