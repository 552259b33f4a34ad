using System.Text.RegularExpressions;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Checks whether the target's role may make the roles of the plan, grant them, and set their settings. From 16 on, a role hands
/// out only attributes that it has itself, and only roles on which it has ADMIN OPTION (manual, CREATE ROLE).</summary>
internal static partial class RoleRights
{
    private const int FirstWithAdmins = 16;

    public static IEnumerable<CheckFinding> Find(TargetSeen target, int targetMajor)
    {
        var made = target.Plan.Objects.Where(one => one.Kind == ObjectKinds.Role && !target.Inspection.Roles.Contains(one.Name)).ToList();
        return [.. Roles(target, made, targetMajor), .. Memberships(target, made), .. Settings(target, made)];
    }

    private static IEnumerable<CheckFinding> Roles(TargetSeen target, List<SchemaObject> made, int targetMajor)
    {
        var role = target.Inspection.CurrentUser;
        if (made.Count > 0 && !target.Maker.Attributes.Contains("CREATEROLE"))
        {
            var names = made.Select(one => one.Name).ToList();
            yield return CheckFinding.Warn(
                names,
                $"The target's role {role} may not create roles; {NameList.Of(names)} and what needs them fail.",
                $"Run there as a superuser: ALTER ROLE {Identifier.Quote(role)} CREATEROLE; or migrate without --roles.");
            yield break;
        }

        foreach (var attribute in made.SelectMany(one => Lacking(target, one, targetMajor).Select(attribute => (attribute, one.Name)))
            .GroupBy(one => one.attribute, one => one.Name))
        {
            yield return CheckFinding.Warn(
                [.. attribute],
                $"The target's role {role} may not make roles with {attribute.Key}; "
                    + $"{NameList.Of([.. attribute])} and what needs them fail.",
                "Have them made there by a superuser, or by the service's own means, without that attribute.");
        }
    }

    private static IEnumerable<string> Lacking(TargetSeen target, SchemaObject made, int targetMajor)
    {
        var words = (made.Secret?.Before ?? made.Statements[0]).Split(' ');
        if (words.Contains("SUPERUSER"))
            yield return "SUPERUSER";
        string[] bound = targetMajor >= FirstWithAdmins ? ["REPLICATION", "BYPASSRLS", "CREATEDB"] : ["REPLICATION", "BYPASSRLS"];
        foreach (var attribute in bound.Where(words.Contains)
            .Where(attribute => targetMajor < FirstWithAdmins || !target.Maker.Attributes.Contains(attribute)))
            yield return attribute;
    }

    private static IEnumerable<CheckFinding> Memberships(TargetSeen target, List<SchemaObject> made) =>
        from one in target.Plan.Objects
        where one.Kind == ObjectKinds.Membership
        let role = Named(Granted().Match(one.Statements[0]))
        where role is not null && !MayAlter(target, made, role)
        group one.Name by role into granted
        let names = granted.ToList()
        select CheckFinding.Warn(
            names,
            $"The target's role {target.Inspection.CurrentUser} may not grant {granted.Key}; the memberships {NameList.Of(names)} fail.",
            $"As a superuser: GRANT {Identifier.Quote(granted.Key)} TO "
                + $"{Identifier.Quote(target.Inspection.CurrentUser)} WITH ADMIN OPTION;");

    private static IEnumerable<CheckFinding> Settings(TargetSeen target, List<SchemaObject> made) =>
        from one in target.Plan.Objects
        where one.Kind is ObjectKinds.RoleSetting or ObjectKinds.DatabaseSetting
        let role = Named(Altered().Match(one.Statements[0]))
        where role is not null && role != target.Inspection.CurrentUser
            && !(MayAlter(target, made, role) && target.Maker.Attributes.Contains("CREATEROLE"))
        group one.Name by role into altered
        let names = altered.ToList()
        select CheckFinding.Warn(
            names,
            $"The target's role {target.Inspection.CurrentUser} may not alter the role {altered.Key}; the settings "
                + $"{NameList.Of(names)} fail.",
            $"As a superuser: GRANT {Identifier.Quote(altered.Key)} TO {Identifier.Quote(target.Inspection.CurrentUser)} WITH ADMIN "
                + $"OPTION, and ALTER ROLE {Identifier.Quote(target.Inspection.CurrentUser)} CREATEROLE; or set them there by hand.");

    private static bool MayAlter(TargetSeen target, List<SchemaObject> made, string role) =>
        target.Maker.Administered.Contains(role) || made.Exists(one => one.Name == role);

    private static string? Named(Match found) =>
        found.Success ? Identifier.Unquote(found.Groups["role"].Value) : null;

    [GeneratedRegex("""\AGRANT (?<role>"(?:[^"]|"")+") TO """, RegexOptions.ExplicitCapture)]
    private static partial Regex Granted();

    [GeneratedRegex("""\AALTER ROLE (?<role>"(?:[^"]|"")+") """, RegexOptions.ExplicitCapture)]
    private static partial Regex Altered();
}
