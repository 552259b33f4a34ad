using ActorMigrate.Catalog.Reading;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Indexes;

/// <summary>Reads the indexes of tables that no constraint owns.</summary>
internal static class IndexReader
{
    /// <summary>Adds the query to <paramref name="batch"/>; returns the list that the batch fills.</summary>
    public static List<TableIndex> Add(CatalogBatch batch, uint[] tables) => batch.Read("indexes.sql", Read, tables);

    private static TableIndex Read(NpgsqlDataReader row) => new()
    {
        Oid = row.Oid(0),
        Table = row.Oid(1),
        Name = row.Name(2),
        Definition = row.TextOrNull(4)
            ?? throw new InvalidOperationException($"The definition of index {row.Name(2)} does not begin as expected."),
        IsUnique = row.Flag(5),
        IsValid = row.Flag(6),
        IsClustered = row.Flag(7),
        IsReplicaIdentity = row.Flag(8),
        Parent = row.Oid(9),
        Tablespace = row.TextOrNull(10),
        Statistics = [.. row.Array<short>(11).Zip(row.Array<int>(12), (column, target) => new IndexColumnStatistics(column, target))],
        Columns = row.Array<short>(13),
    };
}
