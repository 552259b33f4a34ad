using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Copies a batch of large objects under their own oids, with the ledger's row in one transaction. By functions instead of
/// COPY of pg_largeobject, so that a role that owns them need not be a superuser. Pieces are read one by one and
/// written a buffer at a time, so memory is bounded however large an object is.</summary>
public sealed class LargeObjectCopy(CopySessions sessions, AttemptLedger attempts, int bufferBytes, Throttle? throttle = null) : ITaskRunner
{
    private const int MostPieces = 512;

    /// <inheritdoc />
    public Task<TaskResult> RunAsync(ClaimedTask task, BegunAttempt attempt, IMoved moved, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(attempt);
        var oids = PayloadJson.Read<LargeObjectsPayload>(task.Payload).Oids;
        return CopyTransaction.RunAsync(
            sessions, attempts, attempt.Id, moved, _ => Task.CompletedTask,
            session => PumpAsync(session, oids, moved, cancellationToken), cancellationToken);
    }

    private async Task<TaskResult> PumpAsync(
        CopySession session, IReadOnlyList<uint> oids, IMoved moved, CancellationToken cancellationToken)
    {
        var total = TaskResult.Nothing;
        var (pieces, buffered) = (new List<Piece>(), 0L);
        await using var read = new NpgsqlCommand(SqlText.Load<LargeObjectCopy>("large-object-pieces.sql"), session.Source);
        read.Parameters.Add(new NpgsqlParameter { Value = oids.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid });
        read.Parameters.Add(new NpgsqlParameter { Value = bufferBytes, NpgsqlDbType = NpgsqlDbType.Integer });
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var piece = new Piece(reader.GetFieldValue<uint>(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2));
            pieces.Add(piece);
            buffered += piece.Data.Length;
            if (pieces.Count < MostPieces && buffered < bufferBytes)
                continue;
            await PaceAsync(buffered, cancellationToken);
            total = await WriteAsync(session.Target, pieces, total, moved, cancellationToken);
            buffered = 0;
        }

        return await WriteAsync(session.Target, pieces, total, moved, cancellationToken);
    }

    private async Task PaceAsync(long bytes, CancellationToken cancellationToken)
    {
        while (throttle is not null && bytes > 0)
            bytes -= await throttle.TakeAsync((int)bytes, cancellationToken);
    }

    /// <summary>Writes a piece. The first piece of an object creates it, and fails where its oid is taken.</summary>
    private static async Task<TaskResult> WriteAsync(
        NpgsqlConnection target, List<Piece> pieces, TaskResult total, IMoved moved, CancellationToken cancellationToken)
    {
        const string create =
            "SELECT pg_catalog.lo_from_bytea(oid, data) FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2), "
                + "pg_catalog.unnest($3)) AS piece (oid, at, data)";
        const string append =
            "SELECT pg_catalog.lo_put(oid, at, data) FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2), "
                + "pg_catalog.unnest($3)) AS piece (oid, at, data)";
        var firsts = pieces.FindAll(piece => piece.At == 0);
        await using var batch = new NpgsqlBatch(target);
        Add(batch, create, firsts);
        Add(batch, append, pieces.FindAll(piece => piece.At > 0));
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancellationToken);
        var bytes = pieces.Sum(piece => (long)piece.Data.Length);
        moved.Add(firsts.Count, bytes);
        pieces.Clear();
        return new TaskResult(total.Rows + firsts.Count, total.Bytes + bytes);
    }

    private static void Add(NpgsqlBatch batch, string statement, List<Piece> pieces)
    {
        if (pieces.Count == 0)
            return;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(statement)
        {
            Parameters =
            {
                new NpgsqlParameter
                    { Value = pieces.Select(piece => piece.Oid).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid },
                new NpgsqlParameter
                    { Value = pieces.Select(piece => piece.At).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                new NpgsqlParameter
                    { Value = pieces.Select(piece => piece.Data).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
            },
        });
    }

    private readonly record struct Piece(uint Oid, long At, byte[] Data);
}
