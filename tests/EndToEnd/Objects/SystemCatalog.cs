using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Objects;

/// <summary>The target of a column's number: the rows of <paramref name="Table"/>; where that is pg_attribute, the columns of the
/// relation that stands in the row's column <paramref name="Relation"/>.</summary>
internal sealed record CatalogReference(string Table, string? Relation, bool IsArray);

/// <summary>A column of a system catalog.</summary>
internal sealed record CatalogColumn(string Name, string Type, CatalogReference? Reference);

/// <summary>A system catalog, as the server itself describes it: nothing that a version added can be forgotten.</summary>
internal sealed record SystemCatalog(string Name, IReadOnlyList<CatalogColumn> Columns)
{
    private const string Description = """
        WITH reference AS MATERIALIZED (
            SELECT fktable, fkcols[cardinality(fkcols)] AS col, pktable, CASE WHEN cardinality(fkcols) = 2 THEN fkcols[1] END AS relation, is_array
              FROM pg_get_catalog_foreign_keys())
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), r.pktable::regclass::text, r.relation, coalesce(r.is_array, false)
          FROM pg_class AS c
          JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          LEFT JOIN reference AS r ON r.fktable = c.oid AND r.col = a.attname
         WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r'
         ORDER BY c.relname, a.attnum
        """;

    public bool HasOid => Columns.Any(column => column.Name == "oid");

    /// <summary>All system catalogs of a server.</summary>
    public static async Task<IReadOnlyList<SystemCatalog>> ReadAllAsync(NpgsqlConnection session)
    {
        await using var command = new NpgsqlCommand(Description, session);
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new List<(string Catalog, CatalogColumn Column)>();
        while (await reader.ReadAsync())
            columns.Add((reader.GetString(0), new CatalogColumn(reader.GetString(1), reader.GetString(2), Reference(reader))));
        return [.. columns.GroupBy(c => c.Catalog, c => c.Column).Select(c => new SystemCatalog(c.Key, [.. c]))];
    }

    private static CatalogReference? Reference(NpgsqlDataReader row) => row.IsDBNull(3)
        ? null
        : new CatalogReference(row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetBoolean(5));
}
