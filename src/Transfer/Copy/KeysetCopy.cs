using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Planning;
using ActorMigrate.Postgres.Snapshot;
using Npgsql;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Copies one partition in chunks by keyset. Each chunk commits with its last key, so that an attempt after a failure
/// goes on behind the last committed chunk; the end of the last chunk completes the task in the same transaction.</summary>
public sealed class KeysetCopy(
    CopySessions sessions, AttemptLedger attempts, TimeProvider time, int bufferBytes, Throttle? throttle = null) : ITaskRunner
{
    private readonly RowCopy rows = new(attempts, time, bufferBytes, throttle);

    /// <inheritdoc />
    public async Task<TaskResult> RunAsync(ClaimedTask task, BegunAttempt attempt, IMoved moved, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(attempt);
        var payload = PayloadJson.Read<CopyPayload>(task.Payload);
        var range = (RowPredicate.KeyRange)payload.Predicate;
        var at = attempt.Cursor is { } cursor ? PayloadJson.Read<CopyCursor>(cursor) : null;
        var session = await sessions.RentAsync(moved, cancellationToken);
        try
        {
            await AttemptLedger.NoteBackendAsync(session.Target, attempt.Id, cancellationToken);
            await TableReading.LockAsync(session.Source, payload.Source, withPartitions: false, cancellationToken);
            var total = TaskResult.Nothing;
            while (true)
            {
                var rest = range with { After = at?.AfterKey ?? range.After };
                var last = await LastKeyOfChunkAsync(session.Source, payload, rest, cancellationToken);
                var chunk = last is null ? rest : rest with { UpTo = last };
                var moveOn = last is null ? null : new CopyCursor(last);
                var result = await CopyChunkAsync(
                    session, new CopyOrder(payload, chunk, Freeze: false, attempt.Id, moved), at, moveOn, cancellationToken);
                total = new TaskResult(total.Rows + result.Rows, total.Bytes + result.Bytes);
                if (moveOn is null)
                    break;
                at = moveOn;
            }

            await sessions.ReturnAsync(session);
            return total;
        }
        catch
        {
            await sessions.GiveUpAsync(session);
            throw;
        }
    }

    private async Task<TaskResult> CopyChunkAsync(
        CopySession session, CopyOrder order, CopyCursor? after, CopyCursor? moveOn, CancellationToken cancellationToken)
    {
        var transaction = await session.Target.BeginTransactionAsync(cancellationToken);
        var result = await rows.RunAsync(session, order, cancellationToken);
        if (moveOn is null)
            await attempts.CompleteAsync(session.Target, order.Attempt, after, result, cancellationToken);
        else
            await attempts.AdvanceAsync(session.Target, order.Attempt, after, moveOn, result, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <summary>Returns the key of the chunk's last row, or null when the rest of the range fits into one chunk.</summary>
    private static async Task<IReadOnlyList<string>?> LastKeyOfChunkAsync(
        NpgsqlConnection source, CopyPayload payload, RowPredicate.KeyRange rest, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(CopyStatement.LastKeyOfChunk(payload, rest), source);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var key = new string[reader.FieldCount];
        for (var i = 0; i < key.Length; i++)
            key[i] = reader.GetString(i);
        return key;
    }
}
