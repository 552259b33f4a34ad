using System.Data;
using System.Globalization;
using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Postgres;

/// <summary>Takes ACCESS SHARE on many tables inside an open transaction that must survive whatever happens: each batch stands in a
/// savepoint of its own, nested in the one before.</summary>
internal static class TableLocks
{
    // Others need the server's lock table, too; this share of it is the most that is taken.
    private const double LargestShare = 0.75;

    private const string Capacity = """
        SELECT pg_catalog.current_setting('max_locks_per_transaction')::bigint
             * (pg_catalog.current_setting('max_connections')::bigint + pg_catalog.current_setting('max_prepared_transactions')::bigint)
        """;

    private static readonly string BlockersQuery = EmbeddedSql.Read("TableLockBlockers.sql");

    /// <summary>Locks <paramref name="tables"/> in their order and returns how many it could: fewer where the server's lock table is too
    /// small. A table that is gone, denied or locked by another for longer than <see cref="SnapshotOptions.LockTimeout"/> is a
    /// <see cref="ServerFailureException"/> that names it; then none of <paramref name="tables"/> is locked.</summary>
    public static async Task<int> AcquireAsync(
        NpgsqlConnection connection, IReadOnlyList<QualifiedName> tables, int alreadyLocked, SnapshotOptions options, CancellationToken cancellationToken)
    {
        if (tables.Count == 0)
            return 0;
        var capacity = (long)(await ScalarAsync(connection, Capacity, cancellationToken).ConfigureAwait(false))!;
        var fitting = (int)Math.Clamp((long)(capacity * LargestShare) - alreadyLocked, 0, tables.Count);
        var batches = tables.Take(fitting).Chunk(options.LockBatch).ToList();
        if (batches.Count == 0)
            return 0;
        await ExecuteAsync(connection, $"SET LOCAL lock_timeout = {(long)options.LockTimeout.TotalMilliseconds}", cancellationToken).ConfigureAwait(false);
        var locked = await LockBatchesAsync(connection, batches, cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, $"RELEASE SAVEPOINT {Savepoint(0)}; SET LOCAL lock_timeout = 0", cancellationToken).ConfigureAwait(false);
        return locked;
    }

    private static async Task<int> LockBatchesAsync(NpgsqlConnection connection, List<QualifiedName[]> batches, CancellationToken cancellationToken)
    {
        for (var i = 0; i < batches.Count; i++)
        {
            await ExecuteAsync(connection, $"SAVEPOINT {Savepoint(i)}", cancellationToken).ConfigureAwait(false);
            try
            {
                var names = string.Join(", ", batches[i].Select(t => $"ONLY {Identifier.Qualify(t)}"));
                await ExecuteAsync(connection, $"LOCK TABLE {names} IN ACCESS SHARE MODE", cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.OutOfMemory)
            {
                // The lock table is full for everyone on that server now: give the batch before back as well.
                var kept = Math.Max(0, i - 1);
                await ExecuteAsync(connection, $"ROLLBACK TO SAVEPOINT {Savepoint(kept)}", cancellationToken).ConfigureAwait(false);
                return batches.Take(kept).Sum(b => b.Length);
            }
            catch (Exception e) when (e is PostgresException or OperationCanceledException && connection.FullState == ConnectionState.Open)
            {
                await ExecuteAsync(connection, $"ROLLBACK TO SAVEPOINT {Savepoint(0)}; SET LOCAL lock_timeout = 0", CancellationToken.None).ConfigureAwait(false);
                if (e is not PostgresException said)
                    throw;
                throw await ExplainAsync(connection, batches[i], said, cancellationToken).ConfigureAwait(false);
            }
        }

        return batches.Sum(b => b.Length);
    }

    private static async Task<Exception> ExplainAsync(
        NpgsqlConnection connection, QualifiedName[] batch, PostgresException e, CancellationToken cancellationToken)
    {
        var failure = e.SqlState switch
        {
            PostgresErrorCodes.LockNotAvailable => await BlockedAsync(connection, batch, e, cancellationToken).ConfigureAwait(false),
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName => new Failure(
                FailureClass.Transient, e.SqlState, $"A table was dropped or renamed after the snapshot was taken: {e.MessageText}.", "Start again: a new snapshot will not see it."),
            PostgresErrorCodes.InsufficientPrivilege => await DeniedAsync(connection, batch, e, cancellationToken).ConfigureAwait(false),
            _ => SqlStates.Classify(e),
        };
        return new ServerFailureException(failure, e);
    }

    private static async Task<Failure> BlockedAsync(
        NpgsqlConnection connection, QualifiedName[] batch, PostgresException e, CancellationToken cancellationToken)
    {
        var blockers = new List<string>();
        using var command = new NpgsqlCommand(BlockersQuery, connection);
        AddNames(command, batch);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            blockers.Add(string.Create(CultureInfo.InvariantCulture,
                $"{reader.GetString(1)}: backend {(reader.IsDBNull(0) ? 0 : reader.GetInt32(0))} ({reader.GetString(3)}, {reader.GetString(4)}) {(reader.GetBoolean(2) ? "holds" : "waits for")} ACCESS EXCLUSIVE, query: {reader.GetString(5)}"));
        }

        return new Failure(
            FailureClass.Transient, e.SqlState,
            blockers.Count > 0 ? $"Tables of the source are locked by others: {string.Join("; ", blockers)}" : "Tables of the source were locked by another session, which has let go since.",
            "Wait for that session or end it (pg_terminate_backend), then try again.");
    }

    private static async Task<Failure> DeniedAsync(
        NpgsqlConnection connection, QualifiedName[] batch, PostgresException e, CancellationToken cancellationToken)
    {
        const string Query = """
            SELECT pg_catalog.format('%I.%I', space.nspname, class.relname)
            FROM pg_catalog.pg_class AS class JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
            WHERE (space.nspname, class.relname) IN (SELECT * FROM pg_catalog.unnest($1::text[], $2::text[]))
              AND NOT (pg_catalog.has_table_privilege(class.oid, 'SELECT') AND pg_catalog.has_schema_privilege(space.oid, 'USAGE'))
            ORDER BY 1 LIMIT 20
            """;
        var denied = new List<string>();
        using var command = new NpgsqlCommand(Query, connection);
        AddNames(command, batch);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            denied.Add(reader.GetString(0));
        return new Failure(
            FailureClass.Permanent, e.SqlState, $"{e.MessageText}. Without the right to read: {string.Join(", ", denied)}.",
            "Grant SELECT on these tables (and USAGE on their schema) to the role that connects to the source.");
    }

    private static void AddNames(NpgsqlCommand command, QualifiedName[] batch)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = batch.Select(t => t.Schema).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = batch.Select(t => t.Name).ToArray() });
    }

    private static string Savepoint(int batch) => string.Create(CultureInfo.InvariantCulture, $"actormigrate_lock_{batch}");

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string query, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(query, connection);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }
}
