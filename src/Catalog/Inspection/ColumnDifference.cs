using ActorMigrate.Catalog.Renaming;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Catalog.Inspection;

/// <summary>Says whether rows of one table can be copied into another one, and mean the same there.</summary>
internal sealed class ColumnDifference(TypeShapes source, TypeShapes target)
{
    /// <summary>Returns the first difference, or null. The order of columns does not matter: COPY names them.</summary>
    public string? Between(IReadOnlyList<Column> here, IReadOnlyList<Column> there)
    {
        var found = there.ToDictionary(column => column.Name);
        return here.Select(column => Lacks(column, found)).FirstOrDefault(difference => difference is not null)
            ?? there.Where(column => here.All(known => known.Name != column.Name))
                .Select(column => $"the target has a column {column.Name} that the source does not have")
                .FirstOrDefault();
    }

    private string? Lacks(Column column, Dictionary<string, Column> there)
    {
        if (!there.TryGetValue(column.Name, out var found))
            return $"the target has no column {column.Name}";
        if (found.TypeName != column.TypeName)
            return $"column {column.Name} is {found.TypeName} in the target and {column.TypeName} in the source";
        if (source.Difference(column.TypeOid, target, found.TypeOid) is { } type)
            return $"column {column.Name}: {type}";
        if (found.IsGenerated != column.IsGenerated)
            return $"column {column.Name} is {(found.IsGenerated ? "" : "not ")}generated in the target";
        if (column.IsGenerated && !ExpressionText.AreSame(column.Default!.Expression, found.Default!.Expression))
            return $"column {column.Name} is generated as {found.Default.Expression} in the target and as "
                + $"{column.Default.Expression} in the source";
        return found.IsNotNull && !column.IsNotNull ? $"column {column.Name} takes no nulls in the target" : null;
    }
}

/// <summary>Compares expressions as two servers spell them.</summary>
internal static class ExpressionText
{
    /// <summary>Tells whether they are the same but for blanks and for quotes of names.</summary>
    public static bool AreSame(string left, string right) => Tokens(left).SequenceEqual(Tokens(right));

    private static IEnumerable<(SqlTokenKind Kind, string Value)> Tokens(string text) =>
        SqlTokenizer.Tokens(DeparsedForm.OfCopy(text)).Select(token => (token.Kind, token.Value));
}
