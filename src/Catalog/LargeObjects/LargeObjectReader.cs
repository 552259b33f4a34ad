using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Catalog.LargeObjects;

/// <summary>Reads which large objects there are. They belong to no schema and no table, so they travel with
/// a whole database alone, as with pg_dump.</summary>
internal static class LargeObjectReader
{
    /// <summary>Adds the query to <paramref name="batch"/>; returns the list that the batch fills, which is empty in a narrower
    /// scope.</summary>
    public static IReadOnlyList<LargeObject> Add(CatalogBatch batch, MigrationScope scope) =>
        scope.IsWholeDatabase ? batch.Read("large_objects.sql", row => new LargeObject(row.Oid(0), row.Text(1))) : [];

    /// <summary>Returns the large objects with their size.</summary>
    public static async Task<FoundLargeObjects> MeasureAsync(
        CatalogSession session, IReadOnlyList<LargeObject> all, CancellationToken ct)
    {
        if (all.Count == 0)
            return FoundLargeObjects.None;
        var bytes = await session.QueryAsync(
            "SELECT pg_catalog.pg_relation_size('pg_catalog.pg_largeobject'::pg_catalog.regclass)", row => row.GetInt64(0), ct);
        return new FoundLargeObjects(all, bytes[0]);
    }
}
