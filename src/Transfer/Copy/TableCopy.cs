using ActorMigrate.Control;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Copies a whole table: TRUNCATE, COPY with FREEZE and the ledger's row in one transaction (manual, section 14.4).
/// A table that is the target's own is empty and stays as it is.</summary>
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
            if (!payload.IntoOwn)
                await TruncateAsync(session, payload, cancellationToken);
            var order = new CopyOrder(payload, payload.Predicate, Freeze: !payload.IntoOwn, attempt.Id, moved);
            var result = await rows.RunAsync(session, order, cancellationToken);
            await attempts.CompleteAsync(session.Target, attempt.Id, result, cancellationToken);
            return result;
        }
    }

    private static async Task TruncateAsync(CopySession session, CopyPayload payload, CancellationToken cancellationToken)
    {
        await using var truncate = new NpgsqlCommand($"TRUNCATE ONLY {Identifier.Qualify(payload.Target)}", session.Target);
        await truncate.ExecuteNonQueryAsync(cancellationToken);
    }
}
