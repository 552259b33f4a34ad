using ActorMigrate.Control;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Validation;

/// <summary>Counts and checksums one table's rows on one side, independent of what the transfer reported, on sessions that no copy has used: in the
/// source under the migration's snapshot. The result is recorded in the ledger.</summary>
public sealed class RowCount(KeptSessions source, KeptSessions target, AttemptLedger attempts) : ITaskRunner
{
    /// <inheritdoc />
    public async Task<TaskResult> RunAsync(ClaimedTask task, BegunAttempt attempt, IMoved moved, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(attempt);
        var payload = PayloadJson.Read<CountPayload>(task.Payload);
        var rows = await SumAsync(payload, moved, cancellationToken);
        return await target.UseAsync(session => RecordAsync(session, task, attempt, payload, rows, cancellationToken), cancellationToken);
    }

    private async Task<RowSum> SumAsync(CountPayload payload, IMoved moved, CancellationToken cancellationToken)
    {
        var sessions = payload.InSource ? source : target;
        try
        {
            return await sessions.UseAsync(session => CountAsync(session, payload, moved, cancellationToken), cancellationToken);
        }
        catch (PostgresException error) when (payload.Columns is not null && RowDigest.IsTooLong(error))
        {
            return await sessions.UseAsync(session => CountAsync(session, payload with { Columns = null }, moved, cancellationToken), cancellationToken);
        }
    }

    private static Task<RowSum> CountAsync(NpgsqlConnection session, CountPayload payload, IMoved moved, CancellationToken cancellationToken)
    {
        moved.Uses(payload.InSource ? Side.Source : Side.Target, session.ProcessID);
        return SumAsync(session, payload, cancellationToken);
    }

    /// <summary>Counts, and checksums where the payload names columns, on a session of the payload's side.</summary>
    internal static async Task<RowSum> SumAsync(NpgsqlConnection session, CountPayload payload, CancellationToken cancellationToken)
    {
        if (payload.InSource)
            await TableReading.TakeAsync(session, payload.Table, payload.WithPartitions, cancellationToken);
        return await TableCount.OfAsync(session, new ComparedRows(payload.Table, payload.Condition, payload.WithPartitions, payload.Columns), cancellationToken);
    }

    private async Task<TaskResult> RecordAsync(
        NpgsqlConnection session, ClaimedTask task, BegunAttempt attempt, CountPayload payload, RowSum sum, CancellationToken cancellationToken)
    {
        await AttemptLedger.NoteBackendAsync(session, attempt.Id, cancellationToken);
        await using var transaction = await session.BeginTransactionAsync(cancellationToken);
        await ResultLedger.RecordCountAsync(session, task.Relation!.Value, payload.InSource, sum.Rows, sum.Digest, cancellationToken);
        await attempts.CompleteAsync(session, attempt.Id, TaskResult.Nothing, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TaskResult.Nothing;
    }
}
