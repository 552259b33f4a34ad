using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog;

/// <summary>Gives the columns that a table has from its parents their own defaults and not-null marks.</summary>
internal static class InheritedColumns
{
    public static IEnumerable<string> Alterations(Table table)
    {
        if (table.IsPartition || table.Parents.Oids.Count == 0)
            yield break;
        foreach (var column in table.Columns.Where(column => !column.IsLocal && !column.IsGenerated))
        {
            var alter = $"ALTER COLUMN {Identifier.Quote(column.Name)}";
            yield return column.Default is { } value ? $"{alter} SET DEFAULT {value.Expression}" : $"{alter} DROP DEFAULT";
            if (column.IsNotNull && column.NotNull is null)
                yield return $"{alter} SET NOT NULL";
        }
    }
}
