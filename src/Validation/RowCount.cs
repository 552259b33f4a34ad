using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Status;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using Npgsql;

namespace ActorMigrate.Validation;

/// <summary>Counts and checksums one table's rows on one side, independent of what the transfer reported, on sessions that no copy has
/// used: in the source under the migration's snapshot. The result is recorded in the ledger.</summary>
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

    private Task<RowSum> SumAsync(CountPayload payload, IMoved moved, CancellationToken cancellationToken)
    {
        var (sessions, side) = payload.InSource ? (source, Side.Source) : (target, Side.Target);
        return TableCount.OrCountAsync(RowsOf(payload), rows => sessions.UseAsync(
            session =>
            {
                moved.Uses(side, session.ProcessID);
                return SumAsync(session, payload.InSource, rows, cancellationToken);
            },
            cancellationToken));
    }

    /// <summary>Returns the rows that a payload means.</summary>
    internal static ComparedRows RowsOf(CountPayload payload) =>
        new(payload.Table, payload.Condition, payload.WithPartitions, payload.Columns) { SameHashes = payload.SameHashes };

    /// <summary>Counts, and checksums where columns are named, on a session of one side.</summary>
    internal static async Task<RowSum> SumAsync(
        NpgsqlConnection session, bool inSource, ComparedRows rows, CancellationToken cancellationToken)
    {
        if (inSource)
            await TableReading.LockAsync(session, rows.Table, rows.WithPartitions, cancellationToken);
        return await TableCount.OfAsync(session, rows, cancellationToken);
    }

    private async Task<TaskResult> RecordAsync(
        NpgsqlConnection session, ClaimedTask task, BegunAttempt attempt, CountPayload payload, RowSum sum,
        CancellationToken cancellationToken)
    {
        await using var batch = AttemptLedger.BeginWork(session, attempt.Id);
        batch.BatchCommands.Add(ResultLedger.RecordCounts([(task.Relation!.Value, payload.InSource, sum.Rows, sum.Digest)]));
        await attempts.RunAndCommitAsync(batch, attempt.Id, TaskResult.Nothing, cancellationToken);
        return TaskResult.Nothing;
    }
}
