namespace ActorMigrate.EndToEnd.Tests.Objects;

/// <summary>Writes the query that reads a system catalog by names: no number of it is of one server only.</summary>
internal sealed class CatalogQuery(SystemCatalog catalog)
{
    /// <summary>The columns that are compared, in the order of the query's after the key.</summary>
    public IReadOnlyList<CatalogColumn> Compared { get; } =
        [.. catalog.Columns.Where(column => column.Name != "oid" && !CatalogTreatment.Bookkeeping.Contains((catalog.Name, column.Name)))];

    /// <summary>Its parameter is the transaction number from which on rows are not initdb's.</summary>
    public string Text => $"""
        SELECT {string.Join(", ", new[] { Key() }.Concat(Compared.Select(column => $"({Value(column)})::text")))}
          FROM pg_catalog.{catalog.Name} AS t
         WHERE {(CatalogTreatment.Whole.Contains(catalog.Name) ? "$1 > 0" : "t.xmin::text::bigint >= $1")}
           AND {CatalogTreatment.Rows.GetValueOrDefault(catalog.Name, "true")}
        """;

    private string Key()
    {
        if (CatalogTreatment.Keys.TryGetValue(catalog.Name, out var columns))
            return $"ARRAY[{string.Join(", ", columns.Select(name => $"({Value(catalog.Columns.Single(c => c.Name == name))})::text"))}]";
        if (!catalog.HasOid)
            throw new NotSupportedException($"The comparison has no key for {catalog.Name}.");
        var addressed = catalog.Name == "pg_largeobject_metadata" ? "pg_largeobject" : catalog.Name;
        return $"ARRAY[{CatalogTreatment.Identity($"'pg_catalog.{addressed}'::regclass", "t.oid")}]";
    }

    private string Value(CatalogColumn column)
    {
        if (CatalogTreatment.Expressions.TryGetValue((catalog.Name, column.Name), out var expression))
            return expression;
        if (column.Reference is { } reference)
            return Named(column, reference);
        return column.Type switch
        {
            "aclitem[]" => Privileges(column),
            "oid" or "oid[]" or "oidvector" or "xid" or "pg_node_tree" =>
                throw new NotSupportedException($"The comparison does not know what {catalog.Name}.{column.Name} is."),
            _ => $"t.{column.Name}",
        };
    }

    private static string Named(CatalogColumn column, CatalogReference to)
    {
        var value = $"t.{column.Name}";
        if (to.Relation is { } relation)
            return CatalogTreatment.ColumnNames($"t.{relation}", to.IsArray ? value : $"ARRAY[{value}]");
        var classId = $"'pg_catalog.{to.Table}'::regclass";
        return to.IsArray
            ? $"(SELECT string_agg(coalesce({CatalogTreatment.Identity(classId, "e.oid")}, e.oid::text), ', ' ORDER BY e.n) FROM "
                + $"unnest({value}::oid[]) WITH ORDINALITY AS e (oid, n))"
            : $"CASE WHEN {value} <> 0 THEN coalesce({CatalogTreatment.Identity(classId, value)}, {value}::oid::text) END";
    }

    /// <summary>A list that is not there says the same as the default one that is.</summary>
    private string Privileges(CatalogColumn column)
    {
        var list = CatalogTreatment.DefaultPrivileges.TryGetValue(catalog.Name, out var of)
            ? $"coalesce(t.{column.Name}, acldefault({of}))"
            : $"t.{column.Name}";
        return $"""
            SELECT string_agg(g.line, ', ' ORDER BY g.line COLLATE "C")
              FROM (SELECT format('%s%s to %s by %s', privilege_type, CASE WHEN is_grantable THEN '*' END,
                                  CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END, quote_ident(pg_get_userbyid(grantor))) AS line
                      FROM aclexplode({list})) AS g
            """;
    }
}
