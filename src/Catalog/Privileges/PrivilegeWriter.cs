using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog;

/// <summary>Gives objects their owners and privileges, as steps of their own: where the target's role may not, the object
/// is there all the same. A role that the target lacks is reported.</summary>
internal static class PrivilegeWriter
{
    // What COMMENT ON and ALTER … OWNER TO call otherwise than GRANT does.
    private static readonly (string Keyword, string ForGrant)[] GrantKeywords =
    [
        ("MATERIALIZED VIEW ", "TABLE "), ("FOREIGN TABLE ", "TABLE "), ("VIEW ", "TABLE "), ("TABLE ", "TABLE "), ("SEQUENCE ", "SEQUENCE "),
        ("AGGREGATE ", "FUNCTION "), ("FUNCTION ", "FUNCTION "), ("PROCEDURE ", "PROCEDURE "), ("SCHEMA ", "SCHEMA "), ("TYPE ", "TYPE "),
        ("DOMAIN ", "DOMAIN "), ("LANGUAGE ", "LANGUAGE "), ("FOREIGN DATA WRAPPER ", "FOREIGN DATA WRAPPER "), ("SERVER ", "FOREIGN SERVER "),
    ];

    /// <summary>The step after which an object has its owner.</summary>
    public static Step Owned(ObjectAddress address) => new("owned", address.Oid);

    public static IEnumerable<Draft> Write(Draft draft, DdlContext context)
    {
        foreach (var (address, reference) in draft.References)
        {
            if (address == draft.Address && Owner(draft, address, reference, context) is { } owner)
                yield return owner;
            if (Privileges(draft, address, reference, context) is { } privileges)
                yield return privileges;
        }
    }

    private static Draft? Owner(Draft draft, ObjectAddress address, string reference, DdlContext context)
    {
        if (!context.Options.Owners
            || !context.Catalog.Owners.TryGetValue(address, out var owner)
            || owner == context.Options.Target?.CurrentUser
            || (SchemaWriter.IsPublic(address, context) && owner == SchemaWriter.PublicOwner)
            // A sequence that a table owns goes with the table.
            || draft is { Kind: "sequence", Table: not null })
            return null;
        if (!context.HasRole(owner))
        {
            context.Omit("owner", $"{draft.Kind} {draft.Name}", $"The target has no role {owner}; the object belongs to the role that migrates.");
            return null;
        }
        return Step(draft, address, "owner", [$"ALTER {reference} OWNER TO {Identifier.Quote(owner)}"]) with { Step = Owned(address) };
    }

    private static Draft? Privileges(Draft draft, ObjectAddress address, string reference, DdlContext context)
    {
        if (!context.Options.Privileges)
            return null;
        // Under another name, public is a schema like any other and has nothing from the start.
        var granted = address == SchemaWriter.Public && !SchemaWriter.IsPublic(address, context) ? SchemaWriter.RenamedPublic : address;
        var (taken, lost) = Split(context.Catalog.Privileges[granted], context);
        foreach (var role in lost)
            context.Omit("privileges", $"{draft.Kind} {draft.Name}", $"The target has no role {role}.");
        if (taken.Count == 0)
            return null;
        var on = GrantReference(reference);
        return Step(draft, address, "privileges", [.. taken.SelectMany(privilege => privilege.Statements(on))]) with
        {
            After = [Owned(address)],
        };
    }

    /// <summary>Those whose roles the target has, and the roles that it has not.</summary>
    internal static (List<Privilege> Taken, List<string> Lost) Split(IEnumerable<Privilege> privileges, DdlContext context)
    {
        var all = privileges.Select(privilege => (privilege, Lacks: Roles(privilege).Where(role => !context.HasRole(role)).ToList())).ToList();
        return ([.. all.Where(one => one.Lacks.Count == 0).Select(one => one.privilege)], [.. all.SelectMany(one => one.Lacks).Distinct()]);
    }

    private static IEnumerable<string> Roles(Privilege privilege) =>
        new[] { privilege.Grantee, privilege.Grantor ?? "" }.Where(role => role.Length > 0);

    private static Draft Step(Draft draft, ObjectAddress address, string kind, IReadOnlyList<string> statements) => new()
    {
        Needs = [address],
        // Whoever makes and fills an object must own it, so both come last.
        Stage = SchemaStage.AfterTransfer,
        NeedsData = draft.HasRows ? [draft.Table!.Value] : [],
        Kind = kind,
        Name = $"{draft.Kind} {draft.Name}",
        Table = draft.Table,
        Statements = statements,
    };

    private static string GrantReference(string reference)
    {
        var (keyword, forGrant) = GrantKeywords.First(pair => reference.StartsWith(pair.Keyword, StringComparison.Ordinal));
        return forGrant + reference[keyword.Length..];
    }
}
