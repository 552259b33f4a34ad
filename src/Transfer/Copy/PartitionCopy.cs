using ActorMigrate.Control;
using ActorMigrate.Migration;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Copies one partition of a table: its rows and the ledger's row in one transaction. The table was empty before its first
/// partition, and a partition that did not commit left nothing, so no partition needs to clean up.</summary>
public sealed class PartitionCopy(CopySessions sessions, AttemptLedger attempts, TimeProvider time, int bufferBytes, Throttle? throttle = null) : ITaskRunner
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
            var result = await rows.RunAsync(session, new CopyOrder(payload, payload.Predicate, Freeze: false, attempt.Id, moved), cancellationToken);
            await attempts.CompleteAsync(session.Target, attempt.Id, result, cancellationToken);
            return result;
        }
    }
}
