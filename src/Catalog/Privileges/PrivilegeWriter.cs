using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Roles;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Catalog.Privileges;

/// <summary>Gives objects their privileges, as steps of their own: where the target's role may not, the object is there all the same.
/// A role that the target lacks is reported.</summary>
internal static class PrivilegeWriter
{
    // The kinds that COMMENT ON and ALTER … OWNER TO call otherwise than GRANT does.
    private static readonly (string Keyword, string ForGrant)[] GrantKeywords =
    [
        ("MATERIALIZED VIEW ", "TABLE "), ("FOREIGN TABLE ", "TABLE "), ("VIEW ", "TABLE "), ("TABLE ", "TABLE "),
        ("SEQUENCE ", "SEQUENCE "),
        ("AGGREGATE ", "FUNCTION "), ("FUNCTION ", "FUNCTION "), ("PROCEDURE ", "PROCEDURE "), ("SCHEMA ", "SCHEMA "), ("TYPE ", "TYPE "),
        ("DOMAIN ", "DOMAIN "), ("LANGUAGE ", "LANGUAGE "), ("FOREIGN DATA WRAPPER ", "FOREIGN DATA WRAPPER "),
        ("SERVER ", "FOREIGN SERVER "),
    ];

    // Their privileges come with them, since what uses them runs as other owners: a function's are there before an index calls it.
    private static readonly string[] GrantedEarly =
    [
        ObjectKinds.Schema, ObjectKinds.Function, ObjectKinds.Procedure, ObjectKinds.Aggregate, ObjectKinds.Language,
        ObjectKinds.EnumType, ObjectKinds.Domain, ObjectKinds.CompositeType, ObjectKinds.RangeType, ObjectKinds.BaseType,
        ObjectKinds.ForeignDataWrapper, ObjectKinds.ForeignServer,
    ];

    /// <summary>Returns the steps that grant and revoke; objects outside of the scope have theirs with their own statements.</summary>
    public static IEnumerable<Draft> Write(Draft draft, DdlContext context)
    {
        if (!context.Options.Privileges)
            yield break;
        foreach (var (address, reference) in draft.References.Where(reference => GrantReference(reference.Reference) is not null))
        {
            var (taken, lost) = Split(Granted(address, context), context);
            foreach (var role in lost)
                context.Omit(ObjectKinds.Privileges, $"{draft.Kind} {draft.Name}", context.WhyNoRole(role));
            if (draft.OnlyIfNeeded)
                continue;
            var (own, others) = Lost([.. taken.Where(privilege => MayGrant(privilege, context))], draft.Address ?? address, context);
            if (others.Count > 0)
                yield return Checked(Grants(draft, address, reference, others, StageOf(draft)), draft, others, context);
            if (own.Count > 0)
            {
                var last = Grants(draft, address, reference, own, SchemaStage.Last);
                yield return last with
                    { Statements = [.. last.Statements, .. LentPrivileges.TakeBack(draft, address, GrantReference(reference)!, context)] };
            }
            List<Privilege> refused = [.. taken.Where(privilege => !MayGrant(privilege, context))];
            if (refused.Count > 0)
                yield return Grants(draft, address, reference, refused, SchemaStage.Last);
        }
    }

    /// <summary>Returns the statements for what is not in scope and only made where it is missing: what the target has keeps its
    /// privileges.</summary>
    public static IEnumerable<string> OfComingAlong(Draft draft, DdlContext context)
    {
        if (!context.Options.Privileges || context.Options.SkippedKinds.Contains(ObjectKinds.Privileges))
            return [];
        return draft.References.Where(reference => GrantReference(reference.Reference) is not null).SelectMany(reference =>
            Split(Granted(reference.Address, context), context).Taken
                .SelectMany(privilege => privilege.Statements(GrantReference(reference.Reference)!)));
    }

    // Under another name, public is a schema like any other and has nothing from the start.
    private static IEnumerable<Privilege> Granted(ObjectAddress address, DdlContext context) =>
        context.Catalog.Privileges[address == SchemaWriter.Public && !SchemaWriter.IsPublic(address, context)
            ? SchemaWriter.RenamedPublic
            : address];

    /// <summary>Returns the privileges that the owner of <paramref name="owned"/> has lost on it, or on its part at
    /// <paramref name="address"/>.</summary>
    internal static IEnumerable<Privilege> LostByOwner(ObjectAddress owned, ObjectAddress address, DdlContext context) =>
        Granted(address, context).Where(privilege => privilege.IsRevoked
            && privilege.Grantee == context.Catalog.Owners.GetValueOrDefault(owned) && context.HasRole(privilege.Grantee));

    // An owner without privileges on its own object could not check foreign keys or refresh, and a migration could not run as that owner.
    // So privileges are revoked from owners at the end. The same holds for privileges on a function that an owner may not call any more,
    // whoever loses them.
    private static (List<Privilege> Late, List<Privilege> Others) Lost(List<Privilege> all, ObjectAddress address, DdlContext context)
    {
        var owner = context.Catalog.Owners.GetValueOrDefault(address);
        var late = all.Where(privilege => privilege.IsRevoked && privilege.Grantee == owner).Select(privilege => privilege.Grantee)
            .ToHashSet();
        if (LostExecution.IsNeeded(address, context))
            late.Add("");
        return ([.. all.Where(privilege => late.Contains(privilege.Grantee))],
            [.. all.Where(privilege => !late.Contains(privilege.Grantee))]);
    }

    // A grant in the name of a role that the target's role may not be fails, and must not take along what waits for the others.
    private static bool MayGrant(Privilege privilege, DdlContext context) =>
        privilege.Grantor is not { } grantor || context.Options.Target is not { IsSuperuser: false } target
        || target.MayGiveTo.Contains(grantor) || target.MayOnlyGiveTo.Contains(grantor) || context.MakesRole(grantor);

    private static Draft Grants(
        Draft draft, ObjectAddress address, string reference, IReadOnlyList<Privilege> privileges, SchemaStage stage) =>
        Step(
            draft, address, ObjectKinds.Privileges,
            [.. privileges.SelectMany(privilege => privilege.Statements(GrantReference(reference)!))]) with
        {
            Stage = stage,
            After = [OwnerWriter.Owned(address), .. privileges.SelectMany(Roles).Distinct().Select(RoleObject.Made)],
        };

    // A schema that the target has may belong to another role there.
    private static Draft Checked(Draft grants, Draft draft, IReadOnlyList<Privilege> privileges, DdlContext context) =>
        draft.Kind == ObjectKinds.Schema && context.Options.Target is { IsSuperuser: false }
            ? grants with { Statements = [.. grants.Statements, SchemaPrivilegeCheck.Of(draft.Name, privileges)] }
            : grants;

    /// <summary>Returns the privileges whose roles the target has, and the roles that it lacks.</summary>
    internal static (List<Privilege> Taken, List<string> Lost) Split(IEnumerable<Privilege> privileges, DdlContext context)
    {
        var all =
            privileges.Select(privilege => (privilege, Lacks: Roles(privilege).Where(role => !context.HasRole(role)).ToList())).ToList();
        return ([.. all.Where(one => one.Lacks.Count == 0).Select(one => one.privilege)], [.. all.SelectMany(one => one.Lacks).Distinct()]);
    }

    private static IEnumerable<string> Roles(Privilege privilege) =>
        new[] { privilege.Grantee, privilege.Grantor ?? "" }.Where(role => role.Length > 0);

    private static SchemaStage StageOf(Draft draft) => GrantedEarly.Contains(draft.Kind) ? draft.Stage : SchemaStage.AfterTransfer;

    /// <summary>Returns a step that follows the making of <paramref name="draft"/>'s object, and where it has rows, their
    /// arrival.</summary>
    internal static Draft Step(Draft draft, ObjectAddress address, string kind, IReadOnlyList<string> statements) => new()
    {
        Needs = [address],
        Stage = StageOf(draft),
        NeedsData = draft.HasRows ? [draft.Table!.Value] : [],
        Kind = kind,
        Name = $"{draft.Kind} {draft.Name}",
        Table = draft.Table,
        Statements = statements,
    };

    /// <summary>Returns the text that follows ON in GRANT for the object that COMMENT ON calls
    /// <paramref name="reference"/>; null for kinds without privileges.</summary>
    internal static string? GrantReference(string reference)
    {
        var (keyword, forGrant) = GrantKeywords.FirstOrDefault(pair => reference.StartsWith(pair.Keyword, StringComparison.Ordinal));
        if (keyword is null)
            return null;
        var name = reference[keyword.Length..];
        return forGrant + (keyword == "AGGREGATE " ? AggregateSignature.AsFunction(name) : name);
    }
}
