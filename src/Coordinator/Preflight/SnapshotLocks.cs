using ActorMigrate.Catalog;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Takes the locks that keep the in-scope tables as a snapshot sees them.</summary>
internal static class SnapshotLocks
{
    /// <summary>Locks the in-scope tables for a snapshot that was joined or taken again, as far as the lock table has room. Returns those
    /// that changed before they were locked, so that the snapshot cannot read them in full, although something in the ledger is yet to read
    /// them. Tables that are not locked are checked when they are read.</summary>
    public static async Task<IReadOnlyList<QualifiedName>> TakeAsync(
        SourceSnapshot snapshot, Database source, MigrationScope scope, SnapshotLedger ledger, CancellationToken cancellationToken)
    {
        await using var reading = await snapshot.OpenAsync(SessionPurpose.Catalog, cancellationToken);
        var tables = await CatalogReader.ScopeAsync(reading, scope, cancellationToken);
        tables = await SourceTables.LargestFirstAsync(reading, tables, cancellationToken);
        var unlocked = await snapshot.LockAsync([.. tables.Select(table => table.Name)], cancellationToken);
        await using var outside = await source.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        var changed = (await SourceTables.ChangedAsync(reading, outside, tables, cancellationToken)).Except(unlocked).ToList();
        if (changed.Count == 0)
            return [];
        var read = await ledger.ReadTablesAsync(changed, cancellationToken);
        return [.. changed.Where(table => !read.Contains(table))];
    }
}
