using ActorMigrate.Migration;

namespace ActorMigrate.Control.Nodes;

/// <summary>The lease by which the side of a split cluster that may go on is decided: one row, judged by the target's clock.</summary>
public sealed class LeaseLedger(LedgerSession session, MigrationId migration)
{
    /// <summary>Takes or renews the lease for <paramref name="owner"/>. False while another node holds it, and for a node whose own row
    /// has ended. The commit is synchronous.</summary>
    public async Task<bool> TakeAsync(NodeId owner, TimeSpan validFor, CancellationToken cancellationToken)
    {
        const string sql = """
            INSERT INTO actormigrate.lease AS held (migration, owner, valid_until)
            SELECT n.migration, n.id, clock_timestamp() + make_interval(secs => $3)
            FROM actormigrate.node n WHERE n.migration = $1 AND n.id = $2 AND n.left_at IS NULL
            FOR SHARE
            ON CONFLICT (migration) DO UPDATE SET owner = EXCLUDED.owner, valid_until = EXCLUDED.valid_until
            WHERE held.owner = EXCLUDED.owner OR held.valid_until < clock_timestamp()
            RETURNING set_config('synchronous_commit', 'on', true)
            """;
        var taken = await session.QueryAsync(
            sql, row => row.GetString(0), cancellationToken, migration.Value, owner.Value, validFor.TotalSeconds);
        return taken.Count > 0;
    }

    /// <summary>Gives the lease back, if <paramref name="owner"/> holds it.</summary>
    public Task ReleaseAsync(NodeId owner, CancellationToken cancellationToken) => session.ExecuteAsync(
        "DELETE FROM actormigrate.lease WHERE migration = $1 AND owner = $2", cancellationToken, migration.Value, owner.Value);
}
