using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Postgres.Snapshot;

/// <summary>Says why a batch of tables could not be locked: which of them, and which sessions block them. It asks the server in the same
/// transaction, and must be followed by a rollback to a savepoint.</summary>
internal static class TableLockFailures
{
    /// <summary>Returns the failure; at least what <paramref name="e"/> says itself.</summary>
    public static async Task<Failure> ExplainAsync(
        NpgsqlConnection connection, QualifiedName[] batch, PostgresException e, CancellationToken cancellationToken)
    {
        try
        {
            return e.SqlState switch
            {
                PostgresErrorCodes.LockNotAvailable => await BlockedAsync(connection, batch, e, cancellationToken).ConfigureAwait(false),
                PostgresErrorCodes.InsufficientPrivilege =>
                    await DeniedAsync(connection, batch, e, cancellationToken).ConfigureAwait(false),
                PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName => new Failure(
                    FailureClass.Transient, e.SqlState, $"A table was dropped or renamed after the snapshot was taken: {e.MessageText}.",
                    "Start again: a new snapshot will not see it."),
                _ => SqlStates.Classify(e),
            };
        }
        catch (PostgresException)
        {
            return SqlStates.Classify(e);
        }
    }

    private static async Task<Failure> BlockedAsync(
        NpgsqlConnection connection, QualifiedName[] batch, PostgresException e, CancellationToken cancellationToken)
    {
        var blockers = await LockBlockers.OnAsync(connection, batch, LockBlockers.AgainstReading, cancellationToken).ConfigureAwait(false);
        return new Failure(
            FailureClass.Transient, e.SqlState,
            blockers.Count > 0
                ? $"Tables of the source are locked by others: {LockHolder.Join(blockers)}"
                : $"Tables of the source could not be locked in time ({e.MessageText}); no session is seen to hold them now.",
            LockHolder.Remedy(blockers));
    }

    private static async Task<Failure> DeniedAsync(
        NpgsqlConnection connection, QualifiedName[] batch, PostgresException e, CancellationToken cancellationToken)
    {
        const string Query = """
            SELECT pg_catalog.format('%I.%I', space.nspname, class.relname)
            FROM pg_catalog.pg_class AS class JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
            WHERE (space.nspname, class.relname) IN (SELECT * FROM
                  ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) AS wanted)
              AND NOT (pg_catalog.has_table_privilege(class.oid, 'SELECT') AND pg_catalog.has_schema_privilege(space.oid, 'USAGE'))
            ORDER BY 1 LIMIT 20
            """;
        using var command = new NpgsqlCommand(Query, connection)
        {
            Parameters =
            {
                new NpgsqlParameter { Value = batch.Select(table => table.Schema).ToArray() },
                new NpgsqlParameter { Value = batch.Select(table => table.Name).ToArray() },
            },
        };
        var denied = await command.ReadAllAsync(row => row.GetString(0), cancellationToken).ConfigureAwait(false);
        return new Failure(
            FailureClass.Permanent, e.SqlState, $"{e.MessageText}. Without the right to read: {string.Join(", ", denied)}.",
            "Grant SELECT on these tables (and USAGE on their schema) to the role that connects to the source.");
    }
}
