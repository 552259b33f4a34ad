using System.Text.RegularExpressions;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Objects of the target to which the plan refers and on which the role that migrates lacks a right: USAGE on wrappers, servers,
/// languages and types, the rights of those who granted in the source, and the ownership of schemas that are granted on.</summary>
internal static partial class UsageRights
{
    public static IEnumerable<CheckFinding> Find(TargetSeen target) =>
    [
        .. target.Closed.Select(closed => Users(target, closed)).OfType<CheckFinding>(),
        .. Grantors(target), .. Schemas(target), .. Subscriptions(target),
    ];

    private static CheckFinding? Users(TargetSeen target, ClosedObject closed)
    {
        var users = target.Plan.Objects.Where(made =>
            made.Kind is not (ObjectKinds.Owner or ObjectKinds.Privileges) && made.Statements.Any(Uses(closed)))
            .Select(made => $"{made.Kind} {made.Name}").ToList();
        if (users.Count == 0 || target.Plan.Objects.Any(made => made.Kind == closed.Kind && made.Name == closed.Name))
            return null;
        var (name, role) = (closed.Schema.Length == 0 ? closed.Name : $"{closed.Schema}.{closed.Name}", target.Inspection.CurrentUser);
        var on = closed.Schema.Length == 0
            ? Identifier.Quote(closed.Name)
            : Identifier.Qualify(new QualifiedName(closed.Schema, closed.Name));
        return CheckFinding.Warn(
            users,
            $"The target's role {role} lacks USAGE on the {closed.Kind} {name}: {NameList.Of(users)} and what needs them fail.",
            $"Run there as its owner: GRANT USAGE ON {Keyword(closed.Kind)} {on} TO {Identifier.Quote(role)}; or "
                + "leave them out: --skip KIND.");
    }

    // In the words in which the plan's statements refer to it.
    private static Func<string, bool> Uses(ClosedObject closed)
    {
        var quoted = Identifier.Quote(closed.Name);
        if (closed.Kind == ObjectKinds.ForeignDataWrapper)
            return statement => statement.StartsWith("CREATE SERVER", StringComparison.Ordinal)
                && statement.Contains($" FOREIGN DATA WRAPPER {quoted}", StringComparison.Ordinal);
        if (closed.Kind == ObjectKinds.ForeignServer)
            return statement => FirstWords().IsMatch(statement) && statement.Contains($" SERVER {quoted}", StringComparison.Ordinal);
        if (closed.Kind == ObjectKinds.Language)
        {
            var either = new Regex($"\\n LANGUAGE ({Regex.Escape(closed.Name)}|{Regex.Escape(quoted)})\\n");
            return statement => either.IsMatch(statement);
        }

        var type = new Regex($"(?<![\\w\".])(\"?){Regex.Escape(closed.Schema)}\\1\\.(\"?){Regex.Escape(closed.Name)}\\2(?![\\w\"])");
        return statement => Typed().IsMatch(statement) && type.IsMatch(statement);
    }

    private static string Keyword(string kind) => kind == ObjectKinds.ForeignDataWrapper ? "FOREIGN DATA WRAPPER" : kind.ToUpperInvariant();

    /// <summary>Privileges are granted in the name of the role that granted them in the source.</summary>
    private static IEnumerable<CheckFinding> Grantors(TargetSeen target)
    {
        var mine = target.Inspection.MayGiveTo.Concat(target.Inspection.MayOnlyGiveTo).ToHashSet();
        return
            from made in target.Plan.Objects
            where made.Kind == ObjectKinds.Privileges
            from role in made.Statements.Select(statement => Grantor().Match(statement)).Where(found => found.Success)
                .Select(found => Identifier.Unquote(found.Groups["role"].Value)).Distinct()
            where !mine.Contains(role)
            group made.Name by role into granted
            let names = granted.ToList()
            select CheckFinding.Warn(
                names,
                $"Privileges were granted by {granted.Key} in the source, and {target.Inspection.CurrentUser} may not act as that role "
                    + $"in the target: the privileges of {NameList.Of(names)} fail.",
                $"As a superuser, or with ADMIN OPTION on the role: GRANT {Identifier.Quote(granted.Key)} TO "
                    + $"{Identifier.Quote(target.Inspection.CurrentUser)}; or migrate with --no-privileges.");
    }

    private static IEnumerable<CheckFinding> Schemas(TargetSeen target) =>
        from schema in target.Schemas
        where !schema.IsOwner && target.Plan.Objects.Any(made =>
            made.Kind == ObjectKinds.Privileges && made.Name == $"schema {schema.Schema}")
        select CheckFinding.Warn(
            $"schema {schema.Schema}",
            $"The schema {schema.Schema} exists in the target and belongs to {schema.Owner} there; {target.Inspection.CurrentUser} may "
                + "not grant privileges on it, so those of the source that it lacks will be reported as failed.",
            "Have its owner grant them there before the migration, or leave out all privileges: --no-privileges.");

    private static IEnumerable<CheckFinding> Subscriptions(TargetSeen target)
    {
        var made = target.Inspection.MaySubscribe || !target.Inspection.Roles.Contains("pg_create_subscription")
            ? []
            : target.Plan.Objects.Where(one => one.Kind == ObjectKinds.Subscription).Select(one => one.Name).ToList();
        if (made.Count > 0)
        {
            yield return CheckFinding.Warn(
                made,
                $"The target's role {target.Inspection.CurrentUser} may not make subscriptions: {NameList.Of(made)} fail.",
                $"As a superuser: GRANT pg_create_subscription TO {Identifier.Quote(target.Inspection.CurrentUser)}; or leave "
                    + "them out: --skip subscription.");
        }
    }

    [GeneratedRegex("""\ACREATE (FOREIGN TABLE|USER MAPPING) """)]
    private static partial Regex FirstWords();

    [GeneratedRegex(
        """\A(CREATE (OR REPLACE )?(FOREIGN TABLE|TABLE|UNLOGGED TABLE|TYPE|DOMAIN|FUNCTION|PROCEDURE|AGGREGATE|OPERATOR|CAST)"""
        + "|ALTER TABLE) ")]
    private static partial Regex Typed();

    [GeneratedRegex("""\ASET LOCAL ROLE (?<role>"(?:[^"]|"")+")\z""", RegexOptions.ExplicitCapture)]
    private static partial Regex Grantor();
}
