using ActorMigrate.Migration;

namespace ActorMigrate.Catalog;

/// <summary>Decides which configuration tables are copied: those of extensions that this plan makes. What an extension that
/// the target had before holds is somebody's, and stays.</summary>
internal static class ConfigurationPlan
{
    public static IReadOnlyList<ConfigurationTable> Of(DdlContext context, IReadOnlyList<SchemaObject> objects)
    {
        var made = objects.Where(item => item.Kind == "extension").Select(item => item.Name)
            .Where(name => context.Options.Target?.Extensions?.GetValueOrDefault(name)?.Installed is null)
            .ToHashSet();
        var byOrigin = context.Catalog.ConfigurationTables.ToLookup(table => made.Contains(table.Extension));
        foreach (var left in byOrigin[false].Where(table => table.HasUsersRows))
        {
            var isAsked = context.Options.SkippedKinds.Contains(ObjectKinds.Extension);
            context.OmitIf(
                isAsked, "rows of an extension's configuration table", left.Table.Name.ToString(),
                $"The target has extension {left.Extension} already, or does not get it; the rows there stay as they are.");
        }
        return InOrder([.. byOrigin[true]]);
    }

    // A circle of foreign keys is broken anywhere; its rows may then be refused, and the task says so.
    private static IReadOnlyList<ConfigurationTable> InOrder(List<ConfigurationTable> open)
    {
        var ordered = new List<ConfigurationTable>(open.Count);
        while (open.Count > 0)
        {
            var next = open.Find(table => !open.Exists(other => other != table && table.References.Contains(other.Table.Oid))) ?? open[0];
            ordered.Add(next);
            open.Remove(next);
        }
        return ordered;
    }
}
