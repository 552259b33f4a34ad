using ActorMigrate.Catalog.Tables;

namespace ActorMigrate.Catalog.Planning;

/// <summary>Finds generated columns below a plain column of the parent, which servers from 16 on do not take. Pure.</summary>
public static class GeneratedColumns
{
    private const int FirstVersionThatRefuses = 160000;

    /// <summary>Returns each such column, with the parent's table, where a server of <paramref name="targetVersion"/> refuses
    /// it.</summary>
    public static IReadOnlyList<string> Refused(DatabaseCatalog source, int targetVersion)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (targetVersion < FirstVersionThatRefuses)
            return [];
        var tables = source.AllTables.ToDictionary(table => table.Oid);
        return
        [
            .. from table in tables.Values
               from parent in table.Parents.Oids.Where(tables.ContainsKey).Select(oid => tables[oid])
               from column in table.Columns
               where column.Generated != Generation.None
                   && parent.Columns.Any(above => above.Name == column.Name && above.Generated == Generation.None)
               select $"{table.Name}.{column.Name} (below {parent.Name})",
        ];
    }
}
