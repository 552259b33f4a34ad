using System.Text.RegularExpressions;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Rights of the target's role beside those on schemas and tables: on tablespaces, over the database, and to set what
/// superusers set.</summary>
internal static partial class MakerRights
{
    public static IEnumerable<CheckFinding> Find(TargetSeen target, MigrationOptions options) =>
        [.. Tablespaces(target), .. Database(target, options), .. Settings(target)];

    private static IEnumerable<CheckFinding> Tablespaces(TargetSeen target) =>
        from tablespace in target.Maker.ClosedTablespaces
        let setting = $"SET LOCAL default_tablespace = {Identifier.Quote(tablespace)}"
        let users = target.Plan.Objects.Where(made => made.Statements.Any(
            statement => statement.Contains(setting, StringComparison.Ordinal))).Select(made => $"{made.Kind} {made.Name}").ToList()
        where users.Count > 0
        select CheckFinding.Fail(
            $"tablespace {tablespace}",
            $"The target's role {target.Inspection.CurrentUser} may not create objects in the tablespace {tablespace}, where "
                + $"these belong: {NameList.Of(users)}.",
            $"Run there as a superuser: GRANT CREATE ON TABLESPACE {Identifier.Quote(tablespace)} TO "
                + $"{Identifier.Quote(target.Inspection.CurrentUser)};");

    private static IEnumerable<CheckFinding> Database(TargetSeen target, MigrationOptions options)
    {
        if (options.DatabaseSettings && target.Inspection.DatabaseOwner is { } owner && !target.Inspection.HasRightsOf.Contains(owner))
        {
            yield return CheckFinding.Warn(
                $"database {target.Inspection.Database}",
                $"The target's role {target.Inspection.CurrentUser} is not the owner of the database {target.Inspection.Database}; "
                    + "settings, privileges and comment of the database fail.",
                $"Run there: GRANT {Identifier.Quote(owner)} TO {Identifier.Quote(target.Inspection.CurrentUser)}; or migrate "
                    + "without --database-settings.");
        }
    }

    /// <summary>Finds settings of functions, roles and the database that only superusers may set, unless they were granted.</summary>
    private static IEnumerable<CheckFinding> Settings(TargetSeen target)
    {
        var made = target.Plan.Objects.Where(one => one.Kind is ObjectKinds.Function or ObjectKinds.Procedure
            or ObjectKinds.RoleSetting or ObjectKinds.DatabaseSetting)
            .SelectMany(
                one => one.Statements.SelectMany(statement => SetBefore(statement)).Where(target.Maker.SettingsOfSuperusers.Contains)
                    .Distinct().Select(setting => (Setting: setting, Name: $"{one.Kind} {one.Name}")))
            .GroupBy(one => one.Setting);
        foreach (var setting in made)
        {
            var names = setting.Select(one => one.Name).ToList();
            yield return CheckFinding.Warn(
                names,
                $"Only a superuser may set {setting.Key}, and {target.Inspection.CurrentUser} is none in the target: "
                    + $"{NameList.Of(names)} and what needs them fail.",
                $"As a superuser, from PostgreSQL 15 on: GRANT SET ON PARAMETER {setting.Key} TO "
                    + $"{Identifier.Quote(target.Inspection.CurrentUser)}; or have them made by a superuser.");
        }
    }

    // As SettingWriter and pg_get_functiondef write it; a function's body, which may hold anything, begins with its dollars.
    private static IEnumerable<string> SetBefore(string statement)
    {
        var head = statement.StartsWith("CREATE ", StringComparison.Ordinal)
            && statement.IndexOf("\nAS ", StringComparison.Ordinal) is var at and >= 0 ? statement[..at] : statement;
        return Set().Matches(head).Select(found => found.Groups["name"].Value);
    }

    [GeneratedRegex("""(\n| )SET "?(?<name>\w+)"? TO """, RegexOptions.ExplicitCapture)]
    private static partial Regex Set();
}
