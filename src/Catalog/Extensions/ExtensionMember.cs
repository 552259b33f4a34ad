using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Extensions;

/// <summary>Something that belongs to an extension in the source. <paramref name="Table"/> and <paramref name="Rows"/> are those of a table
/// that holds rows and is not one of configuration.</summary>
internal sealed record ExtensionMember(uint Extension, string Kind, string Identity, QualifiedName? Table, long Rows)
{
    // So many rows are counted; a table of an extension that holds more has been filled by users, or by the extension in both databases.
    private const int MostCounted = 100_000;

    /// <summary>Adds the query for the members of all extensions to <paramref name="batch"/>; returns the list that the batch
    /// fills.</summary>
    public static List<(uint Table, ExtensionMember Member)> Add(CatalogBatch batch) => batch.Read(
        "extension_members.sql",
        row => (Table: row.Oid(5), Member: new ExtensionMember(row.Oid(0), row.Text(3), row.Text(4), row.NameOrNull(6), 0)));

    /// <summary>Counts the rows of their tables, in one query.</summary>
    public static async Task<ILookup<uint, ExtensionMember>> CountAsync(
        CatalogSession session, List<(uint Table, ExtensionMember Member)> found, CancellationToken ct)
    {
        var counted = found.Where(one => one.Table != 0).ToList();
        var counts = counted.Count == 0
            ? []
            : (await session.QueryAsync(
                string.Join(" UNION ALL ",
                    counted.Select(one => $"SELECT {one.Table}::pg_catalog.oid, {Count(Identifier.Qualify(one.Member.Table!.Value))}")),
                row => (Table: row.Oid(0), Rows: row.GetInt64(1)), ct)).ToDictionary(count => count.Table, count => count.Rows);
        return found.Select(one => one.Member with { Rows = counts.GetValueOrDefault(one.Table) }).ToLookup(member => member.Extension);
    }

    /// <summary>Returns a subquery with the number of rows of a table, as far as they are counted.</summary>
    public static string Count(string table) =>
        $"(SELECT pg_catalog.count(*) FROM (SELECT FROM ONLY {table} LIMIT {MostCounted}) AS counted)";
}
