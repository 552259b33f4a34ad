using System.Globalization;
using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using Npgsql;

namespace ActorMigrate.Transfer.Statements;

/// <summary>Runs a task's statements and its completion in one transaction, so that an object and the row that says it exists come
/// and go together. An object that the target has already in the same form is left as it is.</summary>
public sealed class StatementRun(KeptSessions sessions, AttemptLedger attempts, OpenSession openSource)
    : ITaskRunner
{
    // The fence must not find what users named like its functions.
    private const string OwnPath = "SET LOCAL search_path TO pg_catalog";

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
                await InTransactionAsync(target, task, payload, attempt.Id, cancellationToken);
                return TaskResult.Nothing;
            },
            cancellationToken);
    }

    /// <summary>Runs the statements in one transaction: in one round trip where nothing has to be asked, else in two, beside those of a
    /// secret.</summary>
    private async Task InTransactionAsync(
        NpgsqlConnection target, ClaimedTask task, StatementPayload payload, AttemptId attempt, CancellationToken cancellationToken)
    {
        if (task.Kind == ObjectKinds.SetLogged)
            await CrashLedger.RefuseAfterCrashAsync(target, task.Id, cancellationToken);
        if (await TryAtOnceAsync(target, task, payload, attempt, cancellationToken))
            return;
        var isThere = await BeginAsync(target, attempt, payload, task.Memory, cancellationToken);
        if (!isThere && payload.Secret is { } secret)
        {
            var statement = await SourceSecret.CompleteAsync(openSource, secret, cancellationToken);
            await SourceSecret.ExecuteAsync(target, statement, cancellationToken);
        }

        IReadOnlyList<string> statements = [.. isThere ? [] : payload.Statements, OwnPath];
        if (task.Kind == ObjectKinds.Analyze)
        {
            await AnalyzeAsync(target, attempt, statements, cancellationToken);
            await attempts.CommitAsync(target, attempt, TaskResult.Nothing, cancellationToken);
            return;
        }

        if (task.Kind == ObjectKinds.Privileges)
        {
            await PrivilegeWarnings.ExecuteAsync(target, statements, cancellationToken);
            await attempts.CommitAsync(target, attempt, TaskResult.Nothing, cancellationToken);
            return;
        }

        await using var rest = target.BatchOf(statements);
        await attempts.RunAndCommitAsync(rest, attempt, TaskResult.Nothing, cancellationToken);
    }

    /// <summary>Makes an object that the target did not have when the migration began, without asking for it, or runs statements that make
    /// no object. False where the task needs more than that, and where somebody else has made the object meanwhile.</summary>
    private async Task<bool> TryAtOnceAsync(
        NpgsqlConnection target, ClaimedTask task, StatementPayload payload, AttemptId attempt, CancellationToken cancellationToken)
    {
        if (payload.IsAskedFor || payload.Secret is not null || task.Kind is ObjectKinds.Analyze or ObjectKinds.Privileges)
            return false;
        await using var batch = Begin(target, attempt, payload, task.Memory);
        batch.Add([.. payload.Statements, OwnPath]);
        try
        {
            await attempts.RunAndCommitAsync(batch, attempt, TaskResult.Nothing, cancellationToken);
            return true;
        }
        catch (PostgresException there) when (payload.ExistsQuery is not null && SaysThatItIsThere(there))
        {
            await ExecuteAsync(target, ["ROLLBACK"], cancellationToken);
            return false;
        }
    }

    private static bool SaysThatItIsThere(PostgresException error) => error.SqlState is PostgresErrorCodes.DuplicateTable
        or PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.DuplicateFunction or PostgresErrorCodes.InvalidTableDefinition;

    /// <summary>Analyzes a table. An error of a user's function is a finding and no failure: the function fails in the source, too, and the
    /// table only lacks its statistics.</summary>
    private static async Task AnalyzeAsync(
        NpgsqlConnection target, AttemptId attempt, IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(target, ["SAVEPOINT statistics", .. statements], cancellationToken);
        }
        catch (PostgresException error) when (SqlStates.Classify(error) is { Class: FailureClass.Permanent } failure)
        {
            await ExecuteAsync(target, ["ROLLBACK TO SAVEPOINT statistics", OwnPath], cancellationToken);
            var analyze = statements.First(statement => statement.StartsWith("ANALYZE ", StringComparison.Ordinal));
            await AttemptLedger.NoteAsync(
                target, attempt, $"The table has no statistics, or old ones: {failure.Message}", failure.SqlState,
                $"Mend what fails, and type: {analyze};", cancellationToken);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection target, IEnumerable<string> statements, CancellationToken cancellationToken)
    {
        await using var batch = target.BatchOf(statements);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Begins the transaction, and answers whether the object is there already.</summary>
    private static async Task<bool> BeginAsync(
        NpgsqlConnection target, AttemptId attempt, StatementPayload payload, long memory, CancellationToken cancellationToken)
    {
        await using var batch = Begin(target, attempt, payload, memory);
        if (payload.ExistsQuery is not null)
            batch.Add(payload.ExistsQuery);
        return await batch.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Returns a batch that notes the backend, begins the transaction, and sets what the statements are run with.</summary>
    private static NpgsqlBatch Begin(NpgsqlConnection target, AttemptId attempt, StatementPayload payload, long memory)
    {
        var batch = AttemptLedger.BeginWork(target, attempt);
        if (payload.SearchPath is { } path)
            batch.Add("SET LOCAL search_path TO " + path);
        if (memory > 0)
        {
            var kilobytes = Math.Clamp(memory / 1024, 1024, int.MaxValue / 1024).ToString(CultureInfo.InvariantCulture);
            batch.Add($"SET LOCAL maintenance_work_mem = '{kilobytes}kB'");
        }

        return batch;
    }
}
