using ActorMigrate.Control;
using ActorMigrate.Migration;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Copies one partition of a table: its rows and the ledger's row in one transaction. The table was empty before its first
/// partition, and a partition that did not commit left nothing, so no partition needs to clean up.</summary>
public sealed class PartitionCopy(CopySessions sessions, AttemptLedger attempts, int bufferBytes) : ITaskRunner
{
    /// <inheritdoc />
    public Task<TaskResult> RunAsync(ClaimedTask task, BegunAttempt attempt, IMoved moved, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(attempt);
        var payload = PayloadJson.Read<CopyPayload>(task.Payload);
        return CopyTransaction.RunAsync(sessions, attempt.Id, CopyAsync, cancellationToken);

        async Task<TaskResult> CopyAsync(CopySession session)
        {
            var settings = new CopySettings(bufferBytes, Freeze: false, moved);
            var result = await RowCopy.RunAsync(session.Source, session.Target, payload, payload.Predicate, settings, cancellationToken);
            await attempts.CompleteAsync(session.Target, attempt.Id, result, cancellationToken);
            return result;
        }
    }
}
