using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Rights of the target's role beside those on schemas and tables: on tablespaces, to make roles, and over the database.</summary>
internal static class MakerRights
{
    public static IEnumerable<CheckFinding> Find(TargetSeen target, MigrationOptions options) =>
        options.Content == MigrationContent.DataOnly || target.Inspection.IsSuperuser
        ? []
        : [.. Tablespaces(target), .. Roles(target), .. Database(target, options)];

    private static IEnumerable<CheckFinding> Tablespaces(TargetSeen target) =>
        from tablespace in target.ClosedTablespaces
        let clause = $" TABLESPACE {Identifier.Quote(tablespace)}"
        let users = target.Plan.Objects.Where(made => made.Statements.Any(
            statement => statement.Contains(clause, StringComparison.Ordinal))).Select(made => $"{made.Kind} {made.Name}").ToList()
        where users.Count > 0
        select CheckFinding.Fail(
            $"tablespace {tablespace}",
            $"The target's role {target.Inspection.CurrentUser} may not create objects in the tablespace {tablespace}, into "
                + $"which go: {NameList.Of(users)}.",
            $"Run there as a superuser: GRANT CREATE ON TABLESPACE {Identifier.Quote(tablespace)} TO "
                + $"{Identifier.Quote(target.Inspection.CurrentUser)};");

    private static IEnumerable<CheckFinding> Roles(TargetSeen target)
    {
        var made = target.Plan.Objects.Where(one => one.Kind == "role" && !target.Inspection.Roles.Contains(one.Name))
            .Select(one => one.Name).ToList();
        if (made.Count > 0 && !target.MayMakeRoles)
        {
            yield return CheckFinding.Warn(
                NameList.Of(made),
                $"The target's role {target.Inspection.CurrentUser} may not create roles; {NameList.Of(made)} and what needs them fail.",
                "Run there as a superuser: ALTER ROLE "
                    + $"{Identifier.Quote(target.Inspection.CurrentUser)} CREATEROLE; or migrate without --roles.");
        }
    }

    private static IEnumerable<CheckFinding> Database(TargetSeen target, MigrationOptions options)
    {
        if (options.DatabaseSettings && target.Inspection.DatabaseOwner is { } owner && !target.Inspection.MayGiveTo.Contains(owner))
        {
            yield return CheckFinding.Warn(
                $"database {target.Inspection.Database}",
                $"The target's role {target.Inspection.CurrentUser} is not the owner of the database {target.Inspection.Database}; "
                    + "settings, privileges and comment of the database fail.",
                $"Run there: GRANT {Identifier.Quote(owner)} TO {Identifier.Quote(target.Inspection.CurrentUser)}; or migrate "
                    + "without --database-settings.");
        }
    }
}
