using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Privileges;

/// <summary>A row of what ALTER DEFAULT PRIVILEGES set: for objects of one kind that <paramref name="Role"/> will make, in one
/// schema or in any.</summary>
internal sealed record DefaultPrivilegesObject(uint Oid, string Role, string? InSchema, char Kind, Privilege Privilege)
    : CatalogObject(new ObjectAddress(SystemCatalog.DefaultPrivileges, Oid), InSchema ?? "")
{
    public static DefaultPrivilegesObject Read(NpgsqlDataReader row) =>
        new(row.Oid(0), row.Text(1), row.TextOrNull(2), row.Letter(3), Privilege.ReadFrom(row, null));

    public override CatalogObject WithRoles(Func<string, string> renamed) =>
        this with { Role = renamed(Role), Privilege = Privilege.WithRoles(renamed) };

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var kind = Kind switch { 'r' => "TABLES", 'S' => "SEQUENCES", 'f' => "FUNCTIONS", 'T' => "TYPES", 'L' => "LARGE OBJECTS",
            _ => "SCHEMAS" };
        var schema = InSchema is null ? "" : $" IN SCHEMA {context.Schema(InSchema)}";
        var name = $"for role {Role} on {kind.ToLowerInvariant()}{schema}";
        var without = context.HasRole(Role) ? PrivilegeWriter.Split([Privilege], context).Lost : [Role];
        if (!context.Options.Privileges || without.Count > 0)
        {
            context.Told.Add(Address);
            foreach (var role in context.Options.Privileges && !IsOnlyIfNeeded(context) ? without : [])
                context.Omit(ObjectKinds.DefaultPrivileges, name, context.WhyNoRole(role));
            yield break;
        }

        yield return new Draft
        {
            Address = Address,
            // They would add to what is made after them.
            Stage = SchemaStage.Last,
            Kind = ObjectKinds.DefaultPrivileges,
            Name = name,
            Statements = [$"ALTER DEFAULT PRIVILEGES FOR ROLE {Identifier.Quote(Role)}{schema} {Privilege.Statement(kind)}"],
            OnlyIfNeeded = IsOnlyIfNeeded(context),
        };
    }
}
