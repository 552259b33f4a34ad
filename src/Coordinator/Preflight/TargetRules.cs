using System.Globalization;
using ActorMigrate.Catalog;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>The rules for the target's own objects. A migration drops or empties an object of the target only when a flag asks for it, and
/// a refusal names everything that prevents that before anything is changed. Pure.</summary>
internal static class TargetRules
{
    /// <summary>Returns the rules that do not hold.</summary>
    public static IEnumerable<CheckFinding> Of(TargetInspection target, DatabaseCatalog source, MigrationOptions options) =>
    [
        .. options.Content == MigrationContent.SchemaOnly ? [] : LargeObjects(target.LargeObjects),
        .. options.Content == MigrationContent.DataOnly
            ? DataOnlyRules.Of(target with { Tables = [.. target.Tables.Where(table => !table.ComesAlong)] },
                source.Tables.Select(table => table.Name), options.Existing == ExistingTables.Truncate)
            : Tables(target, options.Existing),
    ];

    private static IEnumerable<CheckFinding> Tables(TargetInspection target, ExistingTables existing) => existing switch
    {
        ExistingTables.Refuse => [.. Parents(target), .. Any(target)],
        ExistingTables.Drop => [.. Parents(target), .. OtherKinds(target)],
        _ => [.. OtherKinds(target), .. Truncation(target)],
    };

    /// <summary>Finds new names of roles that the target does not have: nothing could belong to them or be granted to them.</summary>
    public static IEnumerable<CheckFinding> Roles(TargetInspection target, IReadOnlyDictionary<string, string> roleMap)
    {
        var missing = roleMap.Values.Where(role => !target.Roles.Contains(role)).Distinct().Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            yield return CheckFinding.Fail(
                missing,
                $"The target has no role {NameList.Of(missing)}, to which roles of the source are mapped.",
                "Create it there (CREATE ROLE …), or correct --role-map.");
        }
    }

    /// <summary>Finds objects that the target's version has no words for.</summary>
    public static IEnumerable<CheckFinding> Version(SchemaPlan plan)
    {
        if (plan.Inexpressible.Count > 0)
        {
            yield return CheckFinding.Fail(
                plan.Inexpressible,
                $"The target's version of PostgreSQL cannot express everything: {NameList.Of(plan.Inexpressible)}.",
                "Change these objects in the source, leave them out (--skip KIND, --exclude-tables), or migrate to a newer version.");
        }
    }

    /// <summary>Finds extensions of which the target's server has no files; they would take along whatever needs them.</summary>
    public static IEnumerable<CheckFinding> Extensions(TargetInspection target, SchemaPlan plan)
    {
        var missing = plan.Objects.Where(made => made.Kind == ObjectKinds.Extension && target.Extensions?.ContainsKey(made.Name) == false)
            .Select(made => made.Name).ToList();
        if (missing.Count > 0)
        {
            yield return CheckFinding.Fail(
                missing,
                $"The target's server lacks extension{(missing.Count > 1 ? "s" : "")} of the source: {NameList.Of(missing)}.",
                "Install the packages that bring them on the target's server, or leave them out with all that needs them: "
                    + "--skip-extensions, --skip extension.");
        }
    }

    // No option says whether such a table stays or goes: the filters pick only a part of it.
    private static IEnumerable<CheckFinding> Parents(TargetInspection target) => Tables(
        target, table => table.ComesAlong ? table.Target.ToString() : null,
        "The target already has parents of the tables that the filters pick",
        "Drop them, or attach the picked tables to them with --truncate-existing-tables, which keeps the parents "
            + "and their rows.");

    private static IEnumerable<CheckFinding> Any(TargetInspection target)
    {
        var taken = target.Tables.Select(table => $"{Word(table.Kind)} {table.Target}")
            .Concat(target.Others.Select(other => $"{Word(other.Kind)} {other.Name}"))
            .ToList();
        if (taken.Count > 0)
        {
            yield return CheckFinding.Fail(
                taken,
                $"The target is not empty; it has {NameList.Of(taken)}.",
                "Migrate into an empty database or schema, or choose what happens to existing tables: --drop-existing-tables "
                    + "or --truncate-existing-tables.");
        }
    }

    // No option destroys large objects: only the rows that refer to them could tell to whom they belong.
    private static IEnumerable<CheckFinding> LargeObjects(IReadOnlyList<uint> taken)
    {
        if (taken.Count > 0)
        {
            yield return CheckFinding.Fail(
                "large objects",
                $"Large objects keep their oids, and the target has large objects with {taken.Count} of them: "
                    + $"{NameList.Of([.. taken.Select(oid => oid.ToString(CultureInfo.InvariantCulture))])}.",
                "Migrate into a database without them, or remove them there: SELECT pg_catalog.lo_unlink(oid).");
        }
    }

    private static IEnumerable<CheckFinding> OtherKinds(TargetInspection target)
    {
        var others = target.Tables.Where(table => table.Kind is not ('r' or 'p'))
            .Select(table => $"{Word(table.Kind)} {table.Target}").ToList();
        if (others.Count > 0)
            yield return CheckFinding.Fail(others,
                $"Names of tables are taken by other objects in the target: {NameList.Of(others)}.", "Drop or rename them.");
    }

    private static IEnumerable<CheckFinding> Truncation(TargetInspection target) =>
    [
        .. Tables(
            target, table => table.Difference is { } difference ? $"{table.Target} ({difference})" : null,
            "Existing tables in the target do not fit the source's rows", "Alter them, or recreate them with --drop-existing-tables."),
        .. Tables(
            target, table => table.ComesAlong ? null : Referred(table.Target, table.ForeignKeysFromOutside),
            "Tables to be emptied in the target are referred to by foreign keys of other tables", "Drop those foreign keys first."),
        .. Tables(
            target, table => table.ComesAlong ? null : Referred(table.Target, table.Triggers),
            "Triggers of existing tables in the target would fire for every row", "Disable them: ALTER TABLE … DISABLE TRIGGER …"),
    ];

    /// <summary>Returns a finding for the tables in which <paramref name="fault"/> finds something.</summary>
    internal static IEnumerable<CheckFinding> Tables(
        TargetInspection target, Func<ExistingTable, string?> fault, string what, string remedy)
    {
        var found = target.Tables.Select(fault).OfType<string>().ToList();
        if (found.Count > 0)
            yield return CheckFinding.Fail(found, $"{what}: {NameList.Of(found)}.", remedy);
    }

    private static string? Referred(QualifiedName table, IReadOnlyList<string> by) =>
        by.Count > 0 ? $"{table} ({string.Join(", ", by)})" : null;

    private static string Word(char kind) => kind switch
    {
        'r' => ObjectKinds.Table,
        'p' => "partitioned table",
        'v' => ObjectKinds.View,
        'm' => ObjectKinds.MaterializedView,
        'f' => ObjectKinds.ForeignTable,
        'S' => ObjectKinds.Sequence,
        'T' => "type",
        'c' => ObjectKinds.CompositeType,
        _ => "relation",
    };
}
