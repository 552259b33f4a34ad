using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Privileges;

/// <summary>Answers which rights roles have in the source, by its privileges and memberships.</summary>
internal static class SourceRights
{
    /// <summary>Tells whether <paramref name="role"/> was granted the privilege <paramref name="name"/>, by itself or with others; what
    /// everybody has from the start is no grant.</summary>
    public static bool IsGranted(string name, ObjectAddress address, string role, DdlContext context)
    {
        var roles = RolesOf(role, context);
        return context.Catalog.Privileges[address].Any(privilege => !privilege.IsRevoked && privilege.Names.Contains(name)
            && (privilege.Grantee.Length == 0 || roles.Contains(privilege.Grantee)));
    }

    /// <summary>Tells whether everybody lost the privilege <paramref name="name"/> that everybody has from the start.</summary>
    public static bool IsClosed(string name, ObjectAddress address, DdlContext context) =>
        context.Catalog.Privileges[address]
            .Any(privilege => privilege is { IsRevoked: true, Grantee: "" } && privilege.Names.Contains(name));

    /// <summary>Tells whether <paramref name="role"/> may call the function.</summary>
    public static bool MayExecute(ObjectAddress function, string role, DdlContext context) =>
        context.IsSuperuserInSource(role)
        || !IsClosed("EXECUTE", function, context)
        || IsGranted("EXECUTE", function, role, context)
        || (context.Catalog.Owners.TryGetValue(function, out var owner) && RolesOf(role, context).Contains(owner));

    /// <summary>Tells whether <paramref name="role"/> may use the schema, by what the target gets of the source's privileges.</summary>
    public static bool MayUse(string schemaName, string role, DdlContext context) =>
        context.IsSuperuserInSource(role)
        || context.Catalog.Schemas.FirstOrDefault(schema => schema.Name == schemaName) is not { } schema
        || (context.Catalog.Owners.TryGetValue(schema.Address, out var owner) && RolesOf(role, context).Contains(owner))
        // Everybody may use public from the start.
        || (SchemaWriter.IsPublic(schema.Address, context) && !IsClosed("USAGE", schema.Address, context))
        || (context.Options.Privileges && IsGranted("USAGE", schema.Address, role, context));

    /// <summary>Returns the role and those whose rights it has as their member, by others, too.</summary>
    public static IReadOnlySet<string> RolesOf(string role, DdlContext context) => Reachable.From([role], context.RolesGrantedTo);
}
