using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Control.Nodes;

/// <summary>The ids by which the source's snapshot can be imported, one a holder. Each node writes those of its own holders.</summary>
public sealed class SnapshotLedger(LedgerSession session, MigrationId migration)
{
    /// <summary>Writes that <paramref name="node"/> holds the snapshot under these ids now, and under no other any more.</summary>
    public Task RecordAsync(NodeId node, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            """
            WITH gone AS (
                UPDATE actormigrate.snapshot SET released_at = clock_timestamp()
                WHERE migration = $1 AND node = $2 AND id <> ALL ($3) AND released_at IS NULL
            )
            INSERT INTO actormigrate.snapshot (migration, node, id) SELECT $1, $2, unnest($3) ON CONFLICT DO NOTHING
            """,
            cancellationToken, migration.Value, node.Value, ids.ToArray());

    /// <summary>Returns the ids that living nodes hold it by, the youngest first; whether their sessions still live only the source
    /// knows.</summary>
    public Task<IReadOnlyList<string>> LivingAsync(CancellationToken cancellationToken) =>
        session.QueryAsync(
            "SELECT id FROM actormigrate.snapshot WHERE migration = $1 AND released_at IS NULL ORDER BY exported_at DESC",
            row => row.GetString(0), cancellationToken, migration.Value);

    /// <summary>Returns those of the source's tables that no copy and no count will read any more.</summary>
    public async Task<IReadOnlySet<QualifiedName>> ReadTablesAsync(
        IReadOnlyCollection<QualifiedName> tables, CancellationToken cancellationToken) =>
        (await session.QueryAsync(
            SqlText.Load<SnapshotLedger>("read-tables.sql"), row => row.Name(0),
            cancellationToken,
            migration.Value, tables.Select(table => table.Schema).ToArray(), tables.Select(table => table.Name).ToArray())).ToHashSet();

    /// <summary>Writes that <paramref name="node"/> holds it no more.</summary>
    public Task ReleaseAsync(NodeId node, CancellationToken cancellationToken) => RecordAsync(node, [], cancellationToken);
}
