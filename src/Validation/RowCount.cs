using ActorMigrate.Control;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Validation;

/// <summary>Counts one table's rows on one side, independent of what the transfer reported: in the source on a session of its own
/// under the migration's snapshot, in the target on a fresh session. The count is recorded in the ledger.</summary>
public sealed class RowCount(OpenSession openSource, OpenSession openTarget, AttemptLedger attempts) : ITaskRunner
{
    /// <inheritdoc />
    public async Task<TaskResult> RunAsync(ClaimedTask task, BegunAttempt attempt, IMoved moved, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(attempt);
        var payload = PayloadJson.Read<CountPayload>(task.Payload);
        var rows = await CountAsync(payload, moved, cancellationToken);
        await using var target = await openTarget(SessionPurpose.Validation, cancellationToken);
        await AttemptLedger.NoteBackendAsync(target, attempt.Id, cancellationToken);
        await using var transaction = await target.BeginTransactionAsync(cancellationToken);
        await ResultLedger.RecordCountAsync(target, task.Relation!.Value, payload.InSource, rows, cancellationToken);
        await attempts.CompleteAsync(target, attempt.Id, TaskResult.Nothing, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TaskResult.Nothing;
    }

    private async Task<long> CountAsync(CountPayload payload, IMoved moved, CancellationToken cancellationToken)
    {
        var open = payload.InSource ? openSource : openTarget;
        await using var session = await open(SessionPurpose.Validation, cancellationToken);
        moved.Uses(payload.InSource ? Side.Source : Side.Target, session.ProcessID);
        return await TableCount.OfAsync(session, payload.Table, payload.Condition, cancellationToken);
    }
}
