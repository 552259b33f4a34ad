using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Privileges;

/// <summary>Writes the GRANT and REVOKE that lead from the beginning of what comes with the server or with an extension to what it is now,
/// as pg_dump does. Objects that the target lacks, because of another version or build of the server or another role name, are
/// reported.</summary>
internal sealed class BuiltInPrivilegeWriter
{
    private readonly DdlContext context;
    private readonly List<string> lacking = [];
    private readonly Dictionary<string, List<string>> withoutRole = [];

    private BuiltInPrivilegeWriter(DdlContext context) => this.context = context;

    public static IReadOnlyList<Draft> Write(DdlContext context)
    {
        if (!context.Options.Privileges)
            return [];
        var writer = new BuiltInPrivilegeWriter(context);
        List<Draft> drafts = [.. context.Catalog.BuiltIns.Select(writer.Write).OfType<Draft>()];
        writer.Tell();
        return drafts;
    }

    private Draft? Write(BuiltInObject changed)
    {
        // Numbered whether it is written or not: its number must not depend on the target.
        var address = context.Numbered(SystemCatalog.InitialPrivileges);
        var (reference, name) = Names(changed);
        var there = OfRoles(OfTarget(changed, name), name);
        if (there.Count == 0)
            return null;
        if (!MayGrant(changed))
        {
            context.Omit(
                ObjectKinds.Privileges, name,
                "The role that migrates does not own it in the target. Have a superuser repeat them there.");
            return null;
        }
        return new Draft
        {
            Address = address,
            Needs = changed.Extension == 0 ? [] : [new ObjectAddress(SystemCatalog.Extension, changed.Extension)],
            Stage = SchemaStage.AfterTransfer,
            Kind = ObjectKinds.Privileges,
            Name = name,
            Statements = [.. there.SelectMany(privilege => privilege.Statements(reference))],
        };
    }

    private (string Reference, string Name) Names(BuiltInObject changed)
    {
        var (schema, name) = changed.InTarget(context.Scope);
        var arguments = changed.Arguments is null ? "" : $"({changed.Arguments})";
        return (
            $"{changed.Keyword} "
                + $"{(schema is null ? Identifier.Quote(name) : Identifier.Qualify(new QualifiedName(schema, name)))}{arguments}",
            $"{changed.Keyword.ToLowerInvariant()} {(schema is null ? "" : schema + ".")}{name}{arguments}");
    }

    // An extension that the plan makes has its members once it is made.
    private bool IsYetToCome(BuiltInObject changed) =>
        context.Options.Target is null || (changed.Extension != 0 && context.MakesExtension(changed.Extension));

    private FoundBuiltIn? Found(BuiltInObject changed) => context.Options.Target?.BuiltIns.GetValueOrDefault(changed.Address);

    // A trusted extension belongs to the role that makes it, and its members to the first superuser.
    private bool MayGrant(BuiltInObject changed) => IsYetToCome(changed)
        ? context.Options.Target?.IsSuperuser ?? true
        : Found(changed) is { MayGrant: true };

    private IReadOnlyList<Privilege> OfTarget(BuiltInObject changed, string name)
    {
        if (IsYetToCome(changed))
            return changed.Privileges;
        if (Found(changed) is not { } found)
        {
            lacking.Add(name);
            return [];
        }
        lacking.AddRange(changed.Privileges.Select(privilege => privilege.Column).OfType<string>().Distinct()
            .Where(column => !found.Columns.Contains(column)).Select(column => $"column {column} of {name}"));
        return [.. changed.Privileges.Where(privilege => privilege.Column is null || found.Columns.Contains(privilege.Column))];
    }

    private List<Privilege> OfRoles(IReadOnlyList<Privilege> privileges, string name)
    {
        var (taken, lost) = PrivilegeWriter.Split(privileges, context);
        foreach (var role in lost)
        {
            if (!withoutRole.TryGetValue(role, out var named))
                withoutRole[role] = named = [];
            named.Add(name);
        }
        return taken;
    }

    private void Tell()
    {
        if (lacking.Count > 0)
        {
            context.Note(
                "built-in objects",
                $"Privileges were changed on {lacking.Count} object(s) of the server or of extensions that the target "
                    + $"does not have: {Some(lacking)}.",
                "Grant the privileges on the objects that take their place in the target, if you need them.");
        }
        foreach (var (role, named) in withoutRole.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            context.Note(
                "built-in objects",
                $"Privileges of role {role}, which the target does not have, on {named.Count} object(s) of the server or of extensions "
                    + $"are not carried over: {Some(named)}.",
                "Create the role in the target, or map it to another role with --role-map.");
        }
    }

    private static string Some(IReadOnlyList<string> all) => $"{string.Join(", ", all.Take(10))}{(all.Count > 10 ? ", …" : "")}";
}
