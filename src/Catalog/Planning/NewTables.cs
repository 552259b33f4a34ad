using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Planning;

/// <summary>Finds the tables of which the target can hold nothing before the plan makes it.</summary>
internal static class NewTables
{
    /// <summary>Returns the tables whose name is not taken in the target, and to which no other table hands down keys, indexes or
    /// triggers. None where the target was not looked at.</summary>
    public static IReadOnlySet<QualifiedName> In(DdlContext context)
    {
        if (context.Options.Target is not { } target)
            return new HashSet<QualifiedName>();
        var taken = target.Tables.Select(table => table.Source).ToHashSet();
        return context.Catalog.AllTables
            .Where(table => !table.IsPartitioned && table.Parents.Oids.Count == 0 && !taken.Contains(table.Name))
            .Select(table => table.Name).ToHashSet();
    }
}
