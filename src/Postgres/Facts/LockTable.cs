using Npgsql;

namespace ActorMigrate.Postgres.Facts;

/// <summary>A server's table of locks, which all its sessions share: room for <c>max_locks_per_transaction</c> locks in each of
/// <c>max_connections + max_prepared_transactions</c> transactions, whichever takes them (manual, section 20.12).</summary>
public sealed record LockTable(long PerTransaction, long Transactions)
{
    // Others need it, too; this share of it is the most that is taken.
    private const double LargestShare = 0.75;

    private const string Query = """
        SELECT pg_catalog.current_setting('max_locks_per_transaction')::bigint,
               pg_catalog.current_setting('max_connections')::bigint + pg_catalog.current_setting('max_prepared_transactions')::bigint
        """;

    /// <summary>So many locks may be taken on other objects at a time.</summary>
    public long Room => (long)(PerTransaction * Transactions * LargestShare);

    /// <summary>Returns the least <c>max_locks_per_transaction</c> with which there is room for <paramref name="locks"/>.</summary>
    public long SettingFor(long locks) => (long)Math.Ceiling(locks / LargestShare / Transactions);

    /// <summary>Returns the one of the server behind <paramref name="connection"/>.</summary>
    public static async Task<LockTable> OfAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var command = new NpgsqlCommand(Query, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new LockTable(reader.GetInt64(0), reader.GetInt64(1));
    }
}
