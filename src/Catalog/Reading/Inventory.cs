using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Catalog.Reading;

/// <summary>Says which in-scope objects the plan does not carry over: all that exist, less those that have a writer.
/// A kind that nobody thought of is reported this way instead of being lost.</summary>
internal static class Inventory
{
    public static IReadOnlyList<NotMigrated> NotCarriedOver(
        DatabaseCatalog source, IReadOnlySet<ObjectAddress> carried, IReadOnlyDictionary<ObjectAddress, uint> blocked,
        IReadOnlySet<(string Kind, string Identity)>? there)
    {
        var tables = source.AllTables.Select(table => table.Oid).ToHashSet();
        return [.. ControlSchema(source), .. LeftBehind(source, carried), .. source.Inventory
            .Where(item => !carried.Contains(item.Address) && IsInScope(item, source, tables))
            .Where(item => !item.IsInServersSchema || there?.Contains((item.Kind, item.Identity)) != true)
            .Select(item => new NotMigrated(
                item.Kind, item.Identity, Reason(item, source, blocked), blocked.ContainsKey(item.Address) && source.PicksTables))];
    }

    /// <summary>Returns findings on changes of the server's own objects and of the whole database that are left out without harm.</summary>
    public static IEnumerable<Finding> Findings(DatabaseCatalog source)
    {
        if (source.ChangedComments is { Count: > 0 } commented)
        {
            yield return new Finding(
                "built-in objects",
                $"Comments were changed on {commented.Count} object(s) of the server, which the target has its own of: {Some(commented)}.",
                null, "Repeat these COMMENT ON in the target where they are meant for it.");
        }
        if (source.ChangedLabels is { Count: > 0 } labelled)
        {
            yield return new Finding(
                "built-in objects",
                $"Security labels are on {labelled.Count} object(s) of the server or of extensions, which the target has "
                    + $"its own of: {Some(labelled)}.",
                null, "Repeat these SECURITY LABEL in the target where they are meant for it.");
        }
        if (source.HasControlSchema == true)
            yield return new Finding("schema actormigrate", "It is the ledger of a migration into the source, and is not carried over.",
                null, "Drop it in the source when that migration is over.");
    }

    private static string Some(IReadOnlyList<string> all) => $"{string.Join(", ", all.Take(10))}{(all.Count > 10 ? ", …" : "")}";

    private static IEnumerable<NotMigrated> ControlSchema(DatabaseCatalog source)
    {
        if (source.HasControlSchema == false && source.Scope.IsWholeDatabase)
            yield return new NotMigrated(
                ObjectKinds.Schema, "actormigrate",
                "The ledger of the migration goes by this name in the target. Rename the schema in the source.");
    }

    private static string Reason(InventoryItem item, DatabaseCatalog source, IReadOnlyDictionary<ObjectAddress, uint> blocked) =>
        blocked.TryGetValue(item.Address, out var table)
            ? $"It needs a table that is out of scope{source.NameOfOther(table)}."
            : item.IsInServersSchema
                ? $"It lies in {item.Schema}, a schema of the server, into which nothing is carried. Make it in the target by hand before "
                    + "the migration, or move it to a schema of its own in the source."
            : item.Kind == ObjectKinds.Subscription
                ? "The source's role may not read its connection (column subconninfo of pg_subscription). Migrate with a role that may, "
                    + "or make it in the target by hand."
                : $"Objects of this kind ({item.Kind}) are not carried over.";

    private static IEnumerable<NotMigrated> LeftBehind(DatabaseCatalog source, IReadOnlySet<ObjectAddress> carried) => source.LeftBehind
        .Where(found => source.Scope.IsWholeDatabase || carried.Contains(new ObjectAddress(SystemCatalog.Extension, found.Extension)))
        .Select(found => found.Left);

    private static bool IsInScope(InventoryItem item, DatabaseCatalog source, HashSet<uint> tables)
    {
        if (tables.Contains(item.Relation))
            return true;
        // It belongs to a table that the user left out, or to none while the user picked tables.
        if (source.OtherTables.Contains(item.Relation) || source.Scope.IncludeTables.Count > 0)
            return false;
        return source.Scope.SourceSchema is null || item.Schema == source.Scope.SourceSchema;
    }
}
