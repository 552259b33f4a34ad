using Npgsql;

namespace ActorMigrate.Postgres.Snapshot;

/// <summary>A snapshot as text: which transactions it sees. Two snapshots of one cluster with the same text see the same rows.</summary>
public static class SnapshotText
{
    /// <summary>Returns the snapshot of <paramref name="session"/>: that of its transaction, or the
    /// current one. Asking uses no transaction id.</summary>
    public static async Task<string> OfAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        // By its name from before PostgreSQL 13, which all have.
        using var command = new NpgsqlCommand("SELECT pg_catalog.txid_current_snapshot()::text", session);
        return (string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
