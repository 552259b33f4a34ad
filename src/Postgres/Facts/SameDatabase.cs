using System.Security.Cryptography;
using Npgsql;

namespace ActorMigrate.Postgres.Facts;

/// <summary>Tells whether two connections lead to one database, whatever their hosts are called.</summary>
public static class SameDatabase
{
    private const string Seen = """
        SELECT EXISTS (
            SELECT FROM pg_catalog.pg_locks AS lock
            JOIN pg_catalog.pg_database AS db ON db.oid = lock.database AND db.datname = pg_catalog.current_database()
            WHERE lock.locktype = 'advisory' AND lock.objsubid = 1 AND lock.granted
              AND lock.classid::bigint = $1 AND lock.objid::bigint = $2)
        """;

    /// <summary>Returns true when the target is the source's own database, or when the source is a standby of the target. In the first
    /// case, an advisory lock with a random key that one session takes is visible in the other; in the second, both have the same system
    /// identifier and database oid, and one is in recovery. A promoted physical copy has the same identifier, too, and is another
    /// database. Servers of two identifiers have no database in common, so that nothing has to be locked.</summary>
    public static async Task<bool> CheckAsync(
        NpgsqlConnection source, ServerFacts sourceFacts, NpgsqlConnection target, ServerFacts targetFacts,
        CancellationToken cancellationToken)
    {
        if (IsOwnStandby(sourceFacts, targetFacts))
            return true;
        if (sourceFacts.SystemIdentifier is { } one && targetFacts.SystemIdentifier is { } other && one != other)
            return false;
        var key = RandomNumberGenerator.GetBytes(8);
        using var take = new NpgsqlCommand("SELECT pg_catalog.pg_advisory_lock($1)", source);
        Add(take, BitConverter.ToInt64(key));
        await take.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var look = new NpgsqlCommand(Seen, target);
            Add(look, (long)BitConverter.ToUInt32(key, 4));
            Add(look, (long)BitConverter.ToUInt32(key, 0));
            return (bool)(await look.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        }
        finally
        {
            using var release = new NpgsqlCommand("SELECT pg_catalog.pg_advisory_unlock($1)", source);
            Add(release, BitConverter.ToInt64(key));
            await release.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static bool IsOwnStandby(ServerFacts source, ServerFacts target) =>
        source.SystemIdentifier is { } identifier && identifier == target.SystemIdentifier
        && source.DatabaseOid == target.DatabaseOid
        && (source.IsInRecovery || target.IsInRecovery);

    private static void Add(NpgsqlCommand command, long value) => command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = value });
}
