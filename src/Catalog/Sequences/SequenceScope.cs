using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Scope;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Catalog.Sequences;

/// <summary>Decides which sequences are read: those that in-scope tables own or draw defaults from, and free-standing ones
/// and those of views of in-scope schemas.</summary>
internal static class SequenceScope
{
    public static IReadOnlyList<Sequence> Of(
        IReadOnlyList<Sequence> sequences, IReadOnlyList<Table> tables, IEnumerable<Relation> relations,
        IReadOnlyList<Dependency> dependencies, MigrationScope scope)
    {
        var owners = tables.Select(table => table.Oid).ToHashSet();
        var views = relations.Where(relation => relation.Kind == 'v').Select(view => view.Oid).ToHashSet();
        var defaults = tables.SelectMany(table => table.Columns)
            .Where(column => column.Default is not null)
            .Select(column => new ObjectAddress(SystemCatalog.Default, column.Default!.Oid))
            .ToHashSet();
        var used = dependencies
            .Where(dependency => defaults.Contains(dependency.Dependent))
            .Select(dependency => dependency.Referenced)
            .ToHashSet();
        return [.. sequences.Where(sequence => used.Contains(sequence.Address) || IsInScope(sequence, owners, views, scope))];
    }

    private static bool IsInScope(Sequence sequence, HashSet<uint> tables, HashSet<uint> views, MigrationScope scope) => sequence switch
    {
        // It comes with its extension, if that does.
        { Extension: not 0 } => true,
        { Owner: { } owner } when !views.Contains(owner.Table) => tables.Contains(owner.Table),
        _ => scope.IncludeTables.Count == 0 && ScopeResolver.InSchema(sequence.Name.Schema, scope),
    };
}
