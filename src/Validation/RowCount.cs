using ActorMigrate.Control;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Validation;

/// <summary>Counts one table's rows on one side, independent of what the transfer reported, on sessions that no copy has used: in the
/// source under the migration's snapshot. The count is recorded in the ledger.</summary>
public sealed class RowCount(KeptSessions source, KeptSessions target, AttemptLedger attempts) : ITaskRunner
{
    /// <inheritdoc />
    public async Task<TaskResult> RunAsync(ClaimedTask task, BegunAttempt attempt, IMoved moved, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(attempt);
        var payload = PayloadJson.Read<CountPayload>(task.Payload);
        var rows = await (payload.InSource ? source : target).UseAsync(session => CountAsync(session, payload, moved, cancellationToken), cancellationToken);
        return await target.UseAsync(session => RecordAsync(session, task, attempt, payload, rows, cancellationToken), cancellationToken);
    }

    private static async Task<long> CountAsync(NpgsqlConnection session, CountPayload payload, IMoved moved, CancellationToken cancellationToken)
    {
        moved.Uses(payload.InSource ? Side.Source : Side.Target, session.ProcessID);
        if (payload.InSource)
            await TableReading.TakeAsync(session, payload.Table, payload.WithPartitions, cancellationToken);
        return await TableCount.OfAsync(session, payload.Table, payload.Condition, payload.WithPartitions, cancellationToken);
    }

    private async Task<TaskResult> RecordAsync(
        NpgsqlConnection session, ClaimedTask task, BegunAttempt attempt, CountPayload payload, long rows, CancellationToken cancellationToken)
    {
        await AttemptLedger.NoteBackendAsync(session, attempt.Id, cancellationToken);
        await using var transaction = await session.BeginTransactionAsync(cancellationToken);
        await ResultLedger.RecordCountAsync(session, task.Relation!.Value, payload.InSource, rows, cancellationToken);
        await attempts.CompleteAsync(session, attempt.Id, TaskResult.Nothing, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TaskResult.Nothing;
    }
}
