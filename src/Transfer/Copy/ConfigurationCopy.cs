using ActorMigrate.Control;
using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Copies the users' rows of an extension's configuration table: what CREATE EXTENSION wrote of such rows is deleted first,
/// so that the target has the source's and no others. Rows that are the extension's own stay as they are.</summary>
public sealed class ConfigurationCopy(CopySessions sessions, AttemptLedger attempts, TimeProvider time, int bufferBytes) : ITaskRunner
{
    private readonly RowCopy rows = new(attempts, time, bufferBytes);

    /// <inheritdoc />
    public Task<TaskResult> RunAsync(ClaimedTask task, BegunAttempt attempt, IMoved moved, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(attempt);
        var payload = PayloadJson.Read<CopyPayload>(task.Payload);
        return CopyTransaction.RunAsync(sessions, attempt.Id, CopyAsync, cancellationToken);

        async Task<TaskResult> CopyAsync(CopySession session)
        {
            await using (var delete = new NpgsqlBatch(session.Target) { BatchCommands = { new NpgsqlBatchCommand(CopyStatement.DeleteConfiguration(payload)) } })
                await delete.ExecuteNonQueryAsync(cancellationToken);
            var result = await rows.RunAsync(session, new CopyOrder(payload, payload.Predicate, Freeze: false, attempt.Id, moved), cancellationToken);
            await attempts.CompleteAsync(session.Target, attempt.Id, result, cancellationToken);
            return result;
        }
    }
}
