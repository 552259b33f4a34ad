namespace ActorMigrate.Catalog;

/// <summary>Says whether rows of one table can be copied into another one.</summary>
internal static class ColumnDifference
{
    /// <summary>The first difference, or null. The order of columns does not matter: COPY names them.</summary>
    public static string? Between(IReadOnlyList<Column> source, IReadOnlyList<Column> target)
    {
        var there = target.ToDictionary(column => column.Name);
        return source.Select(column => Lacks(column, there)).FirstOrDefault(difference => difference is not null)
            ?? target.Where(column => source.All(known => known.Name != column.Name))
                .Select(column => $"the target has a column {column.Name} that the source has not")
                .FirstOrDefault();
    }

    private static string? Lacks(Column column, Dictionary<string, Column> target)
    {
        if (!target.TryGetValue(column.Name, out var found))
            return $"the target has no column {column.Name}";
        if (found.TypeName != column.TypeName)
            return $"column {column.Name} is {found.TypeName} in the target and {column.TypeName} in the source";
        if (found.IsGenerated != column.IsGenerated)
            return $"column {column.Name} is {(found.IsGenerated ? "" : "not ")}generated in the target";
        return found.IsNotNull && !column.IsNotNull ? $"column {column.Name} takes no nulls in the target" : null;
    }
}
