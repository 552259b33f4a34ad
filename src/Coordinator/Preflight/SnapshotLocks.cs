using ActorMigrate.Catalog;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>What became of the locks that keep the in-scope tables as a snapshot sees them: those for which there was no room, and those
/// whose tables changed before they were locked, so that the snapshot cannot read them in full.</summary>
internal sealed record SnapshotLocks(int InScope, IReadOnlyList<QualifiedName> Unlocked, IReadOnlyList<QualifiedName> Changed)
{
    /// <summary>Locks every in-scope table for a snapshot that was joined or taken again.</summary>
    public static async Task<SnapshotLocks> TakeAsync(
        SourceSnapshot snapshot, Database source, MigrationScope scope, CancellationToken cancellationToken)
    {
        await using var reading = await snapshot.OpenAsync(SessionPurpose.Catalog, cancellationToken);
        var tables = await CatalogReader.ScopeAsync(reading, scope, cancellationToken);
        var unlocked = await snapshot.LockAsync([.. tables.Select(table => table.Name)], cancellationToken);
        await using var outside = await source.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        return new SnapshotLocks(tables.Count, unlocked, await SourceTables.ChangedAsync(reading, outside, tables, cancellationToken));
    }
}
