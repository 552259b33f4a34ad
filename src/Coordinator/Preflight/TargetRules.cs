using System.Globalization;
using ActorMigrate.Catalog;
using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>What must hold of the target's own objects. Pure; nothing of the target's is destroyed without being told to, and what stands
/// in the way of an order to drop or truncate is named before anything is touched.</summary>
internal static class TargetRules
{
    /// <summary>Throws <see cref="RefusedException"/> for the first rule that does not hold.</summary>
    public static void Check(TargetInspection target, DatabaseCatalog source, MigrationOptions options)
    {
        if (options.Content != MigrationContent.SchemaOnly)
            RefuseLargeObjects(target.LargeObjects);
        if (options.Content == MigrationContent.DataOnly)
            DataOnlyRules.Check(target with { Tables = [.. target.Tables.Where(table => !table.ComesAlong)] }, source.Tables.Select(table => table.Name), options.Existing == ExistingTables.Truncate);
        else
            CheckTables(target, options.Existing);
    }

    private static void CheckTables(TargetInspection target, ExistingTables existing)
    {
        switch (existing)
        {
            case ExistingTables.Refuse:
                RefuseParents(target);
                RefuseAny(target);
                break;
            case ExistingTables.Drop:
                RefuseParents(target);
                RefuseOtherKinds(target);
                RefuseDependents(target);
                break;
            default:
                RefuseOtherKinds(target);
                RefuseTruncation(target);
                break;
        }
    }

    /// <summary>Refuses new names of roles that the target does not have: nothing could belong to them or be granted to them.</summary>
    public static void CheckRoles(TargetInspection target, IReadOnlyDictionary<string, string> roleMap)
    {
        var missing = roleMap.Values.Where(role => !target.Roles.Contains(role)).Distinct().Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            throw new RefusedException(
                $"The target has no role {NameList.Of(missing)}, to which roles of the source are mapped.",
                "Create it there (CREATE ROLE …), or correct --role-map.");
        }
    }

    /// <summary>Refuses a plan that the target's version has no words for.</summary>
    public static void CheckVersion(SchemaPlan plan)
    {
        if (plan.Inexpressible.Count > 0)
        {
            throw new RefusedException(
                $"The target's version of PostgreSQL cannot express everything: {NameList.Of(plan.Inexpressible)}.",
                "Change these objects in the source, leave them out (--skip KIND, --exclude-tables), or migrate to a newer version.");
        }
    }

    /// <summary>Refuses a plan with extensions of which the target's server has no files; they would take along whatever needs them.</summary>
    public static void CheckExtensions(TargetInspection target, SchemaPlan plan)
    {
        var missing = plan.Objects.Where(made => made.Kind == "extension" && target.Extensions?.ContainsKey(made.Name) == false)
            .Select(made => made.Name).ToList();
        if (missing.Count > 0)
        {
            throw new RefusedException(
                $"The target's server lacks extension{(missing.Count > 1 ? "s" : "")} of the source: {NameList.Of(missing)}.",
                "Install the packages that bring them on the target's server, or leave them out with all that needs them: --skip-extensions, --skip extension.");
        }
    }

    // Whether such a table is to stay or to go, nobody has said: what the filters pick is a part of it.
    private static void RefuseParents(TargetInspection target) => Refuse(
        target, table => table.ComesAlong ? table.Target.ToString() : null,
        "Parents of the tables that the filters pick are in the target already",
        "--truncate-existing-tables leaves them and their rows as they are, and makes what is picked their children or partitions; or drop them.");

    private static void RefuseAny(TargetInspection target)
    {
        var taken = target.Tables.Select(table => $"{Word(table.Kind)} {table.Target}")
            .Concat(target.Others.Select(other => $"{Word(other.Kind)} {other.Name}"))
            .ToList();
        if (taken.Count > 0)
        {
            throw new RefusedException(
                $"The target is not empty; it has {NameList.Of(taken)}.",
                "Migrate into an empty database or schema, or say what is to become of existing tables: --drop-existing-tables or --truncate-existing-tables.");
        }
    }

    // No option destroys large objects: whose they are, only the rows that refer to them could tell.
    private static void RefuseLargeObjects(IReadOnlyList<uint> taken)
    {
        if (taken.Count > 0)
        {
            throw new RefusedException(
                $"Large objects keep their oids, and the target has large objects with {taken.Count} of them: {NameList.Of([.. taken.Select(oid => oid.ToString(CultureInfo.InvariantCulture))])}.",
                "Migrate into a database without them, or remove them there: SELECT pg_catalog.lo_unlink(oid).");
        }
    }

    private static void RefuseOtherKinds(TargetInspection target)
    {
        var others = target.Tables.Where(table => table.Kind is not ('r' or 'p')).Select(table => $"{Word(table.Kind)} {table.Target}").ToList();
        if (others.Count > 0)
            throw new RefusedException($"Names of tables are taken by other objects in the target: {NameList.Of(others)}.", "Drop or rename them.");
    }

    private static void RefuseDependents(TargetInspection target)
    {
        var depended = target.Tables.Where(table => table.Dependents.Count > 0)
            .Select(table => $"{table.Target} (by {string.Join(", ", table.Dependents)})").ToList();
        if (depended.Count > 0)
        {
            throw new RefusedException(
                $"Tables to be dropped in the target are depended on: {NameList.Of(depended)}.",
                "Drop what depends on them first; it is not in the migration's scope, so it is not dropped for you.");
        }
    }

    private static void RefuseTruncation(TargetInspection target)
    {
        Refuse(
            target, table => table.Difference is { } difference ? $"{table.Target} ({difference})" : null,
            "Existing tables in the target do not fit the source's rows", "Alter them, or recreate them with --drop-existing-tables.");
        Refuse(
            target, table => table.ComesAlong ? null : Referred(table.Target, table.ForeignKeysFromOutside),
            "Tables to be emptied in the target are referred to by foreign keys of other tables", "Drop those foreign keys first.");
        Refuse(
            target, table => table.ComesAlong ? null : Referred(table.Target, table.Triggers),
            "Triggers of existing tables in the target would fire for every row", "Disable them: ALTER TABLE … DISABLE TRIGGER …");
    }

    internal static void Refuse(TargetInspection target, Func<ExistingTable, string?> fault, string what, string remedy)
    {
        var found = target.Tables.Select(fault).OfType<string>().ToList();
        if (found.Count > 0)
            throw new RefusedException($"{what}: {NameList.Of(found)}.", remedy);
    }

    private static string? Referred(QualifiedName table, IReadOnlyList<string> by) =>
        by.Count > 0 ? $"{table} ({string.Join(", ", by)})" : null;

    private static string Word(char kind) => kind switch
    {
        'r' => "table",
        'p' => "partitioned table",
        'v' => "view",
        'm' => "materialized view",
        'f' => "foreign table",
        'S' => "sequence",
        'T' => "type",
        'c' => "composite type",
        _ => "relation",
    };
}
