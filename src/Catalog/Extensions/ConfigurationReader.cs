using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Scope;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Extensions;

/// <summary>Reads extensions' configuration tables; in a narrower scope those of extensions that
/// something in it needs are copied.</summary>
internal static class ConfigurationReader
{
    /// <summary>Adds the query for the tables whose rows this role may read to <paramref name="batch"/>; returns the list that the batch
    /// fills.</summary>
    public static List<Found> Add(CatalogBatch batch) => batch.Read(
        "configuration_tables.sql",
        row => new Found(
            row.Text(0), new Relation(row.Oid(1), row.Name(2), row.Letter(4), false, []), row.Text(5), row.Array<uint>(6)));

    /// <summary>Reads the definitions of these tables.</summary>
    public static async Task<IReadOnlyList<ConfigurationTable>> ReadAsync(
        CatalogSession session, IReadOnlyList<Found> found, int serverVersion, CancellationToken ct)
    {
        if (found.Count == 0)
            return [];
        var tables = (await TableReader.ReadAsync(session, [.. found.Select(table => table.Relation)], serverVersion, ct))
            .ToDictionary(table => table.Oid);
        var filled = (await session.QueryAsync(string.Join(" UNION ALL ", found.Select(UsersRows)), row => row.Oid(0), ct)).ToHashSet();
        return [.. found.Select(table => new ConfigurationTable
        {
            Extension = table.Extension,
            Table = tables[table.Relation.Oid],
            Condition = table.Condition,
            References = table.References,
            HasUsersRows = filled.Contains(table.Relation.Oid),
        })];
    }

    private static string UsersRows(Found table) =>
        $"SELECT {table.Relation.Oid}::pg_catalog.oid WHERE EXISTS (SELECT FROM ONLY "
            + $"{Identifier.Qualify(table.Relation.Name)} {table.Condition})";

    internal sealed record Found(string Extension, Relation Relation, string Condition, uint[] References);
}
