using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Planning;

/// <summary>A function by its name without the schema, and its definition.</summary>
public sealed record FunctionBody(string Name, string Definition);

/// <summary>Finds the tables into which functions write, by the functions' texts: the catalogs do not tell.</summary>
public static class WrittenTables
{
    /// <summary>Returns those of <paramref name="tables"/> into which <paramref name="definition"/> writes, or a function among
    /// <paramref name="others"/> that it calls by name.</summary>
    public static IReadOnlyList<QualifiedName> By(
        string definition, ILookup<string, FunctionBody> others, IReadOnlyCollection<QualifiedName> tables)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(others);
        ArgumentNullException.ThrowIfNull(tables);
        var run = Reachable.From([definition], text =>
            FunctionText.Functions(text, Evidence.Read).SelectMany(name => others[name]).Select(called => called.Definition));
        var written = run.SelectMany(FunctionText.Written).ToHashSet();
        return [.. tables.Where(table => written.Contains((null, table.Name)) || written.Contains((table.Schema, table.Name)))];
    }
}
