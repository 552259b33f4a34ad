using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Extensions;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Catalog.Planning;

/// <summary>Decides which configuration tables are copied: those of extensions that this plan makes, or, where only rows are copied, those
/// of extensions that the target has. Rows of an extension that the target had before belong to
/// somebody, and stay unless they may be removed.</summary>
internal static class ConfigurationPlan
{
    public static IReadOnlyList<ConfigurationTable> Of(DdlContext context, IReadOnlyList<SchemaObject> objects)
    {
        var inPlan = objects.Where(item => item.Kind == ObjectKinds.Extension).Select(item => item.Name).ToHashSet();
        var tables = context.Catalog.ConfigurationTables
            .Where(table => context.Scope.IsWholeDatabase || inPlan.Contains(table.Extension)).ToList();
        var copied = new List<ConfigurationTable>();
        foreach (var table in tables)
        {
            if (Obstacle(table, inPlan, context) is not { } obstacle)
                copied.Add(table);
            else if (table.HasUsersRows)
                Tell(table, obstacle, context);
        }
        return InOrder(copied);
    }

    private static string? Obstacle(ConfigurationTable table, HashSet<string> inPlan, DdlContext context)
    {
        var isThere = context.Options.Target?.Extensions?.GetValueOrDefault(table.Extension)?.Installed is not null;
        if (context.Options.Content != MigrationContent.DataOnly)
            return inPlan.Contains(table.Extension) && !isThere
                ? null
                : $"The target has extension {table.Extension} already, or does not get it; the rows there stay as they are.";
        if (!isThere)
            return $"The target does not have extension {table.Extension}.";
        return context.Options.Existing == ExistingTables.Truncate
            || !context.Options.Target!.FilledConfiguration.Contains(table.Table.Name)
            ? null
            : "The target's table holds such rows already; they are replaced only with --truncate-existing-tables.";
    }

    // A user who migrates a schema or some tables may not even know of the extension.
    private static void Tell(ConfigurationTable table, string obstacle, DdlContext context)
    {
        if (context.Scope.IsWholeDatabase || context.Options.Content == MigrationContent.DataOnly)
            context.OmitIf(context.Options.SkippedKinds.Contains(ObjectKinds.Extension), ObjectKinds.ConfigurationRows,
                table.Table.Name.ToString(), obstacle);
        else
            context.Note($"{ObjectKinds.ConfigurationRows} {table.Table.Name}", obstacle, null);
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
