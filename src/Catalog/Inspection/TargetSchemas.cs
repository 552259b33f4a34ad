using ActorMigrate.Catalog.Functions;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Scope;
using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Inspection;

/// <summary>Says into which schemas of the target a migration puts objects.</summary>
public static class TargetSchemas
{
    /// <summary>Returns the names of the schemas in the target, in order.</summary>
    public static IReadOnlyList<string> Of(DatabaseCatalog source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return
        [
            .. source.AllTables.Select(table => table.Name.Schema)
                .Concat(source.Sequences.Where(sequence => sequence.Extension == 0).Select(sequence => sequence.Name.Schema))
                .Concat(InScope(source.Types.Select(type => type.Name), source))
                .Concat(InScope(source.Objects.OfType<ViewObject>().Select(view => view.Name), source))
                .Concat(InScope(source.Objects.OfType<FunctionObject>().Select(function => function.Name), source))
                .Select(source.Scope.MapSchema).Distinct().Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Returns the names in the target of the tables and sequences that are carried over.</summary>
    public static IReadOnlyList<QualifiedName> RelationsOf(DatabaseCatalog source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return
        [
            .. source.AllTables.Select(table => table.Name)
                .Concat(source.Sequences.Where(sequence => sequence.Extension == 0).Select(sequence => sequence.Name))
                .Select(source.Scope.Map),
        ];
    }

    // With tables picked by name, what they do not need stays.
    private static IEnumerable<string> InScope(IEnumerable<QualifiedName> names, DatabaseCatalog source) =>
        source.Scope.IncludeTables.Count > 0
        ? []
        : names.Select(name => name.Schema).Where(schema => ScopeResolver.InSchema(schema, source.Scope));
}
