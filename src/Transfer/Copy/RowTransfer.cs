using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Snapshot;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Copies rows in one transaction of the target together with the ledger's row. Such copies differ only in how they
/// make the target's table ready.</summary>
public abstract class RowTransfer(
    CopySessions sessions, AttemptLedger attempts, TimeProvider time, int bufferBytes, Throttle? throttle) : ITaskRunner
{
    private readonly RowCopy rows = new(attempts, time, bufferBytes, throttle);

    /// <inheritdoc />
    public Task<TaskResult> RunAsync(ClaimedTask task, BegunAttempt attempt, IMoved moved, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(attempt);
        var payload = PayloadJson.Read<CopyPayload>(task.Payload);
        return CopyTransaction.RunAsync(
            sessions, attempts, attempt.Id, moved,
            source => TableReading.LockAsync(source, payload.Source, withPartitions: false, cancellationToken), CopyAsync,
            cancellationToken);

        async Task<TaskResult> CopyAsync(CopySession session)
        {
            var freeze = await MakeReadyAsync(session, payload, cancellationToken);
            return await rows.RunAsync(session, new CopyOrder(payload, payload.Predicate, freeze, attempt.Id, moved), cancellationToken);
        }
    }

    /// <summary>Makes the target's table ready, and says whether COPY may FREEZE the rows: only
    /// where this transaction has emptied it.</summary>
    private protected abstract Task<bool> MakeReadyAsync(CopySession session, CopyPayload payload, CancellationToken cancellationToken);
}
