using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Roles;

/// <summary>The privileges of a role on a parameter of the server (GRANT … ON PARAMETER, 15). It
/// comes with the role where that is made.</summary>
internal sealed record ParameterPrivilegeObject(uint Oid, string Parameter, Privilege Privilege)
    : CatalogObject(new ObjectAddress(SystemCatalog.ParameterPrivilege, Oid), "")
{
    /// <summary>The first version that has them, as <c>server_version_num</c> has it.</summary>
    public const int FirstVersion = 150000;

    public static ParameterPrivilegeObject Read(NpgsqlDataReader row) => new(
        row.Oid(0), row.Text(1),
        new Privilege(null, IsRevoked: false, row.Text(2), row.Flag(3), row.Array<string>(4)) { Grantor = row.TextOrNull(5) });

    public override CatalogObject WithRoles(Func<string, string> renamed) => this with { Privilege = Privilege.WithRoles(renamed) };

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = $"on parameter {Parameter} to {Privilege.Grantee}";
        if (context.Options.Roles && Privilege.Grantee.Length == 0)
            context.Note(
                "parameter " + Parameter, $"PUBLIC was granted {string.Join(", ", Privilege.Names)} on it, which is not carried over.",
                "Grant it in the target if all roles of its server are to have it.");
        if (!context.MakesRole(Privilege.Grantee))
            yield break;
        if (Cause(context) is { } cause)
        {
            context.Omit(ObjectKinds.ParameterPrivileges, name, cause);
            yield break;
        }
        yield return new Draft
        {
            Address = context.Numbered(SystemCatalog.ParameterPrivilege),
            // A chain of grants comes in its order, and the rows of one parameter are one row of the catalog.
            After = [RoleObject.Made(Privilege.Grantee), .. Before(context)],
            Step = Granted(this),
            Stage = SchemaStage.Last,
            Kind = ObjectKinds.ParameterPrivileges,
            Name = name,
            Statements = [.. Privilege.Statements("PARAMETER " + Identifier.Quote(Parameter))],
        };
    }

    private string? Cause(DdlContext context) => this switch
    {
        _ when context.TargetVersion < FirstVersion => "Before 15, PostgreSQL has no privileges on parameters.",
        { Privilege.Grantor: { } grantor } when !context.HasRole(grantor) => $"The target has no role {grantor}, which granted it.",
        _ => null,
    };

    private IEnumerable<Step> Before(DdlContext context) => context.Catalog.Objects.OfType<ParameterPrivilegeObject>()
        .Where(other => other.Oid == Oid)
        .TakeWhile(other => other != this)
        .Select(Granted);

    private static Step Granted(ParameterPrivilegeObject grant) =>
        new($"granted on {grant.Parameter} to {grant.Privilege.Grantee} by {grant.Privilege.Grantor} {grant.Privilege.IsGrantable}",
            grant.Oid);
}
