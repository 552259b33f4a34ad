using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Status;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;
using NpgsqlTypes;

namespace ActorMigrate.Validation;

/// <summary>Counts large objects and their bytes on one side, as <see cref="RowCount"/> counts a table's rows: in the source all of
/// them, in the target those that were to be copied, for others may be there.</summary>
public sealed class LargeObjectCount(OpenSession openSource, OpenSession openTarget, AttemptLedger attempts) : ITaskRunner
{
    /// <inheritdoc />
    public async Task<TaskResult> RunAsync(ClaimedTask task, BegunAttempt attempt, IMoved moved, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(attempt);
        var inSource = PayloadJson.Read<CountLargeObjectsPayload>(task.Payload).InSource;
        await using var target = await openTarget(SessionPurpose.Validation, cancellationToken);
        await AttemptLedger.NoteBackendAsync(target, attempt.Id, cancellationToken);
        var found = inSource ? await InSourceAsync(cancellationToken) : await InTargetAsync(target, task.Id, cancellationToken);
        await using var transaction = await target.BeginTransactionAsync(cancellationToken);
        await ResultLedger.RecordCountAsync(target, task.Relation!.Value, inSource, found.Number, found.Bytes, cancellationToken);
        await attempts.CommitAsync(target, attempt.Id, TaskResult.Nothing, cancellationToken);
        return TaskResult.Nothing;
    }

    private async Task<LargeObjectSum> InSourceAsync(CancellationToken cancellationToken)
    {
        await using var source = await openSource(SessionPurpose.Validation, cancellationToken);
        return await LargeObjectSum.OfAsync(source, null, cancellationToken);
    }

    private static async Task<LargeObjectSum> InTargetAsync(NpgsqlConnection target, long task, CancellationToken cancellationToken) =>
        await LargeObjectSum.OfAsync(target, await ResultLedger.LargeObjectsAsync(target, task, cancellationToken), cancellationToken);
}

/// <summary>A number of large objects, and of their bytes.</summary>
internal sealed record LargeObjectSum(long Number, long Bytes)
{
    /// <summary>Returns those of <paramref name="oids"/> that exist, or all of them.</summary>
    public static async Task<LargeObjectSum> OfAsync(NpgsqlConnection session, uint[]? oids, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlText.Load<LargeObjectSum>("large-objects.sql"), session);
        command.Parameters.Add(
            new NpgsqlParameter { Value = (object?)oids ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new LargeObjectSum(reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>Returns the oids of all large objects.</summary>
    public static async Task<uint[]> OidsAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        await using var command =
            new NpgsqlCommand("SELECT coalesce(array_agg(oid ORDER BY oid), '{}') FROM pg_catalog.pg_largeobject_metadata", session);
        return (uint[])(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
