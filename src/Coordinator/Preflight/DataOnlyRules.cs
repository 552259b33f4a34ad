using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>The rules for the target where rows alone are copied: every table is there, takes the source's rows as they are, is empty
/// or may be emptied, and nothing of the target's own acts on the rows or is broken by them unseen. Pure.</summary>
internal static class DataOnlyRules
{
    /// <summary>Returns the rules that do not hold.</summary>
    public static IEnumerable<CheckFinding> Of(TargetInspection target, IEnumerable<QualifiedName> wanted, bool mayEmpty) =>
    [
        .. Missing(target, wanted),
        .. Tables(
            target, table => table.Difference is { } difference ? $"{table.Target} ({difference})" : null,
            "Tables of the target do not fit the source's rows", "Alter them, or migrate the schema, too (without --data-only)."),
        .. mayEmpty
            ? Tables(
                target, table => Named(table, table.ForeignKeysFromOutside),
                "Tables to be emptied in the target are referred to by foreign keys of other tables", "Drop those foreign keys first.")
            : Tables(
                target, table => table.IsFilled ? table.Target.ToString() : null,
                "Tables of the target hold rows already", "Empty them, or let them be emptied: --truncate-existing-tables."),
        .. Tables(
            target, table => Named(table, table.ReplicaTriggers),
            "Triggers of the target fire also while changes of another server are replayed",
            "Disable them: ALTER TABLE … DISABLE TRIGGER …"),
        .. Tables(
            target, table => Named(table, table.ForeignKeysOfItsOwn),
            "Foreign keys of the target that the source does not have could be broken unseen",
            "Drop them, and add them again after the migration."),
        .. target.MayReplicate ? [] : Tables(
            target, table => Named(table, [.. table.Triggers, .. table.ForeignKeys]),
            "Triggers and foreign keys of the target would act on every row, and the role may not set "
                + "session_replication_role to keep them from it",
            "Disable or drop them for the migration, or as a superuser: GRANT SET ON PARAMETER session_replication_role TO "
                + "… (PostgreSQL 15 and later)."),
    ];

    private static IEnumerable<CheckFinding> Missing(TargetInspection target, IEnumerable<QualifiedName> wanted)
    {
        var there = target.Tables.Where(table => table.Kind is 'r' or 'p').Select(table => table.Source).ToHashSet();
        var missing = wanted.Where(table => !there.Contains(table)).Select(table => table.ToString()).ToList();
        if (missing.Count > 0)
        {
            yield return CheckFinding.Fail(
                missing,
                $"The target does not have every table whose rows are to be copied: {NameList.Of(missing)}.",
                "Make them first (actormigrate migrate --schema-only), or leave them out with --exclude-tables.");
        }
    }

    private static IEnumerable<CheckFinding> Tables(
        TargetInspection target, Func<ExistingTable, string?> fault, string what, string remedy) =>
        TargetRules.Tables(target, fault, what, remedy);

    private static string? Named(ExistingTable table, IReadOnlyList<string> names) =>
        names.Count > 0 ? $"{table.Target} ({string.Join(", ", names)})" : null;
}
