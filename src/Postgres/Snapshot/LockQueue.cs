using System.Globalization;
using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Postgres.Snapshot;

/*  A statement that wants ACCESS EXCLUSIVE on a table waits for the snapshot's holders, and every session that wants to read the table
    queues behind it, until somebody gives in: the holders wait for nothing in the database, so the server sees no deadlock.

        reader ──queues behind──▶ user's statement ──waits for the lock of──▶ holder ──waits for the mark of──▶ reader

    So a holder makes the circle complete: it waits for an advisory lock that the reader has had since it began, its mark. After
    deadlock_timeout the server finds the circle and solves it as it solves all that only the order of a queue has made: it puts the
    reader before the statement (README of src/backend/storage/lmgr). Nothing is aborted, and any holder on any node can do it.       */

/// <summary>Lets sessions that read under a snapshot pass statements of others that wait for its holders' locks.</summary>
internal static class LockQueue
{
    // "AMRD". The second number of the lock is the backend's process id.
    private const int Mark = 0x414D5244;

    private static readonly string Waiting = SqlText.Load(typeof(LockQueue).Assembly, "LockQueue.sql");

    /// <summary>The statement by which a session under a snapshot takes its mark, for as long as it lives.</summary>
    public static string TakeMark { get; } =
        string.Create(CultureInfo.InvariantCulture, $"SELECT pg_catalog.pg_try_advisory_lock({Mark}, pg_catalog.pg_backend_pid())");

    /// <summary>Returns the sessions that wait for tables that <paramref name="holder"/> has locked. Unless <paramref name="all"/>, only
    /// where sessions wait that its role may see. The look leaves no locks on catalogs behind.</summary>
    public static async Task<LockQueueSeen> LookAsync(NpgsqlConnection holder, bool all, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(holder);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SAVEPOINT actormigrate_queue"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Waiting) { Parameters = { new NpgsqlParameter<uint>
            { TypedValue = Mark, DataTypeName = "oid" }, new NpgsqlParameter<bool> { TypedValue = all } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("ROLLBACK TO SAVEPOINT actormigrate_queue"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("RELEASE SAVEPOINT actormigrate_queue"));
        // The server keeps what pg_stat_activity shows until the transaction ends; the next look is to see what is then.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_catalog.pg_stat_clear_snapshot()"));
        var (readers, others) = (new List<int>(), new List<LockWaiter>());
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (reader.GetBoolean(3))
                readers.Add(reader.GetInt32(0));
            else
                others.Add(Read(reader));
        }

        return new LockQueueSeen(readers, others);
    }

    /// <summary>Waits for the mark of <paramref name="reader"/> for a little longer than the server takes to find the circle.</summary>
    public static async Task LetPassAsync(NpgsqlConnection holder, int reader, CancellationToken cancellationToken)
    {
        var statement = "DO LANGUAGE plpgsql " + Literal.Quote(string.Create(CultureInfo.InvariantCulture, $"""
            BEGIN
                PERFORM pg_catalog.set_config('lock_timeout', (setting::bigint + 500)::text, true)
                  FROM pg_catalog.pg_settings WHERE name = 'deadlock_timeout';
                PERFORM pg_catalog.pg_advisory_lock_shared({Mark}, {reader});
                PERFORM pg_catalog.pg_advisory_unlock_shared({Mark}, {reader});
                PERFORM pg_catalog.set_config('lock_timeout', '0', true);
            EXCEPTION WHEN lock_not_available OR deadlock_detected OR out_of_memory THEN
                NULL;
            END
            """));
        using var command = new NpgsqlCommand(statement, holder);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static LockWaiter Read(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.Name(1),
        row.ValueOrNull<double>(4) is { } waited ? TimeSpan.FromSeconds(waited) : null,
        row.GetString(5), row.GetString(6), row.GetString(7))
    {
        Partitions =
            [.. row.GetFieldValue<string[]>(8).Zip(row.GetFieldValue<string[]>(9), (schema, name) => new QualifiedName(schema, name))],
    };
}

/// <summary>The backends that wait to read under the snapshot, and the sessions of others.</summary>
internal sealed record LockQueueSeen(IReadOnlyList<int> Readers, IReadOnlyList<LockWaiter> Others);
