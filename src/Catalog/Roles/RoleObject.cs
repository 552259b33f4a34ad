using System.Globalization;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Roles;

/// <summary>A role of the source's server, made where the target's server lacks it (<c>--roles</c>); one that is there is left as it is.
/// Its password's hash is never read here: the node that makes the role asks the source for it.</summary>
internal sealed record RoleObject(
    uint Oid, string Name, string Attributes, int ConnectionLimit, string? ValidUntil, string? Description, string[] Settings,
    bool HasReadablePassword)
    : CatalogObject(new ObjectAddress(SystemCatalog.Role, Oid), "")
{
    /// <summary>Returns the step after which there is a role of that name.</summary>
    public static Step Made(string name) => new("role " + name, 0);

    public static RoleObject Read(NpgsqlDataReader row) => new(
        row.Oid(0), row.Text(1), row.Text(2), row.GetInt32(3), row.TextOrNull(4), row.TextOrNull(5), row.Array<string>(6), row.Flag(7));

    public override CatalogObject WithRoles(Func<string, string> renamed) => this with { Name = renamed(Name) };

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        if (!context.MakesRole(Name))
        {
            NoteOtherForm(context);
            yield break;
        }
        NoteMissingPasswords(context);
        var role = Identifier.Quote(Name);
        var create = $"CREATE ROLE {role} WITH {Form}";
        string[] comment = Description is null ? [] : [$"COMMENT ON ROLE {role} IS {Literal.Quote(Description)}"];
        yield return new Draft
        {
            Address = Address,
            References = [(Address, $"ROLE {role}")],
            Stage = SchemaStage.Schema,
            Kind = ObjectKinds.Role,
            Name = Name,
            Step = Made(Name),
            Secret = HasReadablePassword ? new SecretStatement(create, PasswordQuery(), "") : null,
            Statements = HasReadablePassword ? comment : [create, .. comment],
            ExistsQuery = $"SELECT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {Literal.Quote(Name)})",
        };
        foreach (var draft in SettingWriter.Write(context, ObjectKinds.RoleSetting, $"ROLE {role}", Name, Settings, Made(Name)))
            yield return draft;
    }

    /// <summary>The attributes and limits, as in CREATE ROLE.</summary>
    public string Form => Attributes + Limits();

    // A role that owns nothing here and is granted nothing has no part in the migration.
    private void NoteOtherForm(DdlContext context)
    {
        if (context.Options is { Roles: true, Target.RoleForms: { } there } && there.TryGetValue(Name, out var form) && form != Form
            && (context.Catalog.Owners.Values.Contains(Name)
                || context.Catalog.Privileges.Any(granted => granted.Any(privilege => privilege.Grantee == Name))))
            context.Note($"role {Name}", $"The target has this role already, and it stays {form}; the source's is {Form}.",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"To make them equal: ALTER ROLE {Identifier.Quote(Name)} {Attributes} CONNECTION LIMIT {ConnectionLimit} "
                        + $"VALID UNTIL {Literal.Quote(ValidUntil ?? "infinity")}"));
    }

    // Once for all of them, by the first.
    private void NoteMissingPasswords(DdlContext context)
    {
        var made = context.Catalog.Objects.OfType<RoleObject>().Where(role => context.MakesRole(role.Name)).ToList();
        if (!HasReadablePassword && made[0] == this)
            context.Note("roles", $"This role cannot read pg_authid in the source, so {made.Count} roles arrive without passwords.",
                "Set them in the target (ALTER ROLE … PASSWORD), or migrate as a superuser.");
    }

    private string Limits() =>
        (ConnectionLimit == -1 ? "" : string.Create(CultureInfo.InvariantCulture, $" CONNECTION LIMIT {ConnectionLimit}"))
        + (ValidUntil is null ? "" : $" VALID UNTIL {Literal.Quote(ValidUntil)}");

    private string PasswordQuery() => string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT ' PASSWORD ' || pg_catalog.quote_literal(rolpassword) FROM pg_catalog.pg_authid WHERE oid = "
            + $"{Oid} AND rolpassword IS NOT NULL");
}
