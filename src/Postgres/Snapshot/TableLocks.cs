using System.Data;
using System.Globalization;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Facts;
using Npgsql;

namespace ActorMigrate.Postgres.Snapshot;

/// <summary>Takes ACCESS SHARE on many tables inside an open transaction that must survive whatever happens: each batch is in a
/// savepoint of its own, nested in the one before.</summary>
internal static class TableLocks
{
    private const string Full = "actormigrate.lock_table_full";

    /// <summary>Locks <paramref name="tables"/> in their order and returns how many it could: fewer where the server's lock table is too
    /// small. A table that is gone, denied or locked by another for longer than <see cref="SnapshotOptions.LockTimeout"/> is a
    /// <see cref="ServerFailureException"/> that names it; then none of <paramref name="tables"/> is locked.</summary>
    public static async Task<int> AcquireAsync(
        NpgsqlConnection connection, IReadOnlyList<QualifiedName> tables, int alreadyLocked, SnapshotOptions options,
        CancellationToken cancellationToken)
    {
        if (tables.Count == 0)
            return 0;
        var room = (await AnswerAsync(bounded => LockTable.OfAsync(connection, bounded), options, cancellationToken)
            .ConfigureAwait(false)).Room;
        var fitting = (int)Math.Clamp(room - alreadyLocked, 0, tables.Count);
        var batches = tables.Take(fitting).Chunk(options.LockBatch).ToList();
        if (batches.Count == 0)
            return 0;
        var locked = await LockBatchesAsync(connection, batches, options, cancellationToken).ConfigureAwait(false);
        await AnswerAsync(
            bounded => ScalarAsync(connection, $"RELEASE SAVEPOINT {Savepoint(0)}; SET LOCAL lock_timeout = 0", bounded), options,
            cancellationToken).ConfigureAwait(false);
        return locked;
    }

    /// <summary>Bounds the wait for an answer that no lock delays: the holder's process may be stopped while others are not.</summary>
    private static async Task<T> AnswerAsync<T>(
        Func<CancellationToken, Task<T>> ask, SnapshotOptions options, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.AnswerWithin, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await ask(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServerFailureException(SnapshotFailures.Silent, late);
        }
    }

    private static async Task<int> LockBatchesAsync(
        NpgsqlConnection connection, List<QualifiedName[]> batches, SnapshotOptions options, CancellationToken cancellationToken)
    {
        for (var i = 0; i < batches.Count; i++)
        {
            if (await TryLockAsync(connection, i, batches[i], options, cancellationToken).ConfigureAwait(false))
                continue;
            // The lock table is full for everyone on that server now: give the batch before back as well.
            var kept = Math.Max(0, i - 1);
            await connection.RunAsync($"ROLLBACK TO SAVEPOINT {Savepoint(kept)}", cancellationToken).ConfigureAwait(false);
            return batches.Take(kept).Sum(b => b.Length);
        }

        return batches.Sum(b => b.Length);
    }

    private static async Task<bool> TryLockAsync(
        NpgsqlConnection connection, int number, QualifiedName[] batch, SnapshotOptions options, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.LockTimeout + options.AnswerWithin, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var statements = $"SAVEPOINT {Savepoint(number)}; SET LOCAL lock_timeout = {(long)options.LockTimeout.TotalMilliseconds}; "
                + $"{Statement(batch)}; SELECT pg_catalog.current_setting({Literal.Quote(Full)}, true)";
            return (string?)await ScalarAsync(connection, statements, either.Token).ConfigureAwait(false) != "on";
        }
        catch (PostgresException e)
        {
            await UndoAsync(connection).ConfigureAwait(false);
            var failure = await TableLockFailures.ExplainAsync(connection, batch, e, cancellationToken).ConfigureAwait(false);
            await UndoAsync(connection).ConfigureAwait(false);
            throw new ServerFailureException(failure, e);
        }
        catch (OperationCanceledException e)
        {
            // Still open: the server has confirmed the cancellation, and the transaction can go on.
            if (connection.FullState == ConnectionState.Open)
                await UndoAsync(connection).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw new ServerFailureException(SnapshotFailures.Silent, e);
        }
    }

    // The server catches its own "out of shared memory": Npgsql gives a connection up that reports it, and the snapshot would go with it.
    private static string Statement(QualifiedName[] batch)
    {
        var names = string.Join(", ", batch.Select(table => $"ONLY {Identifier.Qualify(table)}"));
        return "DO LANGUAGE plpgsql " + Literal.Quote($"""
            BEGIN
                PERFORM pg_catalog.set_config('{Full}', 'off', true);
                LOCK TABLE {names} IN ACCESS SHARE MODE;
            EXCEPTION WHEN out_of_memory THEN
                PERFORM pg_catalog.set_config('{Full}', 'on', true);
            END
            """);
    }

    private static Task UndoAsync(NpgsqlConnection connection) =>
        connection.RunAsync($"ROLLBACK TO SAVEPOINT {Savepoint(0)}; SET LOCAL lock_timeout = 0", CancellationToken.None);

    private static string Savepoint(int batch) => string.Create(CultureInfo.InvariantCulture, $"actormigrate_lock_{batch}");

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string query, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(query, connection);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }
}
