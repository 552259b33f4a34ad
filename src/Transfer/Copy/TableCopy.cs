using ActorMigrate.Control;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Copies a whole table: TRUNCATE, COPY with FREEZE and the ledger's row in one transaction (manual, section 14.4).</summary>
public sealed class TableCopy(CopySessions sessions, AttemptLedger attempts, TimeProvider time, int bufferBytes, Throttle? throttle = null) : ITaskRunner
{
    private readonly RowCopy rows = new(attempts, time, bufferBytes, throttle);

    /// <inheritdoc />
    public Task<TaskResult> RunAsync(ClaimedTask task, BegunAttempt attempt, IMoved moved, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(attempt);
        var payload = PayloadJson.Read<CopyPayload>(task.Payload);
        return CopyTransaction.RunAsync(sessions, attempt.Id, CopyAsync, cancellationToken);

        async Task<TaskResult> CopyAsync(CopySession session)
        {
            session.TellOf(moved);
            await using (var truncate = new NpgsqlCommand($"TRUNCATE ONLY {Identifier.Qualify(payload.Target)}", session.Target))
                await truncate.ExecuteNonQueryAsync(cancellationToken);
            var result = await rows.RunAsync(session, new CopyOrder(payload, payload.Predicate, Freeze: true, attempt.Id, moved), cancellationToken);
            await attempts.CompleteAsync(session.Target, attempt.Id, result, cancellationToken);
            return result;
        }
    }
}
