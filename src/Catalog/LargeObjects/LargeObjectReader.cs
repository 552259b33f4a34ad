using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Catalog.LargeObjects;

/// <summary>Reads which large objects there are. They belong to no schema and no table, so they travel with
/// a whole database alone, as with pg_dump.</summary>
internal static class LargeObjectReader
{
    public static async Task<FoundLargeObjects> ReadAsync(CatalogSession session, MigrationScope scope, CancellationToken ct)
    {
        if (!scope.IsWholeDatabase)
            return FoundLargeObjects.None;
        var all = await session.ReadAsync("large_objects.sql", row => new LargeObject(row.Oid(0), row.Text(1)), ct);
        if (all.Count == 0)
            return FoundLargeObjects.None;
        var bytes = await session.QueryAsync(
            "SELECT pg_catalog.pg_relation_size('pg_catalog.pg_largeobject'::pg_catalog.regclass)", row => row.GetInt64(0), ct);
        return new FoundLargeObjects(all, bytes[0]);
    }
}
