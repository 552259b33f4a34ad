using System.Globalization;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Roles;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Foreign;

/// <summary>A user mapping of a foreign server. An empty <paramref name="User"/> is PUBLIC. Its options may hold a password, so they are
/// not read here; <paramref name="AreReadable"/> says whether this role may read them in the view,
/// <paramref name="IsCatalogReadable"/> in the catalog.</summary>
internal sealed record UserMappingObject(uint Oid, string Server, uint ServerOid, string User, bool AreReadable, bool IsCatalogReadable)
    : CatalogObject(new ObjectAddress(SystemCatalog.UserMapping, Oid), "")
{
    public static UserMappingObject Read(NpgsqlDataReader row) =>
        new(row.Oid(0), row.Text(1), row.Oid(2), row.Text(3), row.Flag(4), row.Flag(5));

    public override CatalogObject WithRoles(Func<string, string> renamed) => this with { User = User.Length == 0 ? User : renamed(User) };

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = $"for {(User.Length == 0 ? "PUBLIC" : User)} on {Server}";
        if (User.Length > 0 && !context.HasRole(User))
        {
            context.Told.Add(Address);
            context.Omit(ObjectKinds.UserMapping, name, $"The target has no role {User}.");
            yield break;
        }
        if (!AreReadable && !IsCatalogReadable)
            context.Note("user mapping " + name, "Its options cannot be read by this role; it arrives without them.",
                "Set them in the target: ALTER USER MAPPING … OPTIONS (ADD …).");
        var user = User.Length == 0 ? "PUBLIC" : Identifier.Quote(User);
        yield return new Draft
        {
            Address = Address,
            Needs = [new ObjectAddress(SystemCatalog.ForeignServer, ServerOid)],
            After = [RoleObject.Made(User)],
            Stage = SchemaStage.Schema,
            Kind = ObjectKinds.UserMapping,
            Name = name,
            Secret = new SecretStatement($"CREATE USER MAPPING FOR {user} SERVER {Identifier.Quote(Server)}", OptionsQuery(), ""),
            Statements = [],
            ExistsQuery = ExistsQuery(),
            OnlyIfNeeded = IsOnlyIfNeeded(context),
        };
    }

    private string OptionsQuery() => ForeignOptions.Query(
        "SELECT umoptions AS options FROM "
            + $"pg_catalog.{(IsCatalogReadable ? "pg_user_mapping WHERE oid" : "pg_user_mappings WHERE umid")} = "
            + $"{Oid.ToString(CultureInfo.InvariantCulture)}");

    // No role may see whether its options are the same, so an existing mapping is left as it is.
    private string ExistsQuery() =>
        $"""
        SELECT EXISTS (SELECT FROM pg_catalog.pg_user_mappings
         WHERE srvname = {Literal.Quote(Server)}
           AND {(User.Length == 0 ? "umuser = 0" : $"umuser <> 0 AND usename = {Literal.Quote(User)}")})
        """;
}
