using System.Globalization;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Roles;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Objects;

/// <summary>The properties of the source's database itself: settings, owner, privileges, comment. The target's database is the user's and
/// may be meant to differ, so they are carried over on request (<c>--database-settings</c>) and named otherwise.</summary>
internal sealed record DatabaseObject(
    uint Oid, string Name, string Owner, string? Description, int ConnectionLimit, string[] Settings, string[] RolesOfSettings)
    : CatalogObject(new ObjectAddress(SystemCatalog.Database, Oid), "")
{
    public static DatabaseObject Read(NpgsqlDataReader row) =>
        new(row.Oid(0), row.Text(1), row.Text(2), row.TextOrNull(3), row.GetInt32(4), row.Array<string>(5), row.Array<string>(6));

    public override CatalogObject WithRoles(Func<string, string> renamed) => this with
    {
        Owner = renamed(Owner),
        RolesOfSettings = [.. RolesOfSettings.Select(role => role.Length == 0 ? role : renamed(role))],
    };

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        if (!context.Scope.IsWholeDatabase)
            return [];
        if (context.Options.DatabaseSettings)
            return [.. InTurn(Properties(context)), .. SettingsOfAll(context), .. SettingsOfRoles(context)];
        if (Said(context).ToList() is { Count: > 0 } said)
            context.Note("database " + Name, $"Properties of the database itself are not carried over: {string.Join(", ", said)}.",
                "Migrate with --database-settings, or set it in the target by hand.");
        return [];
    }

    private IEnumerable<string> Said(DdlContext context)
    {
        foreach (var (setting, role) in Settings.Zip(RolesOfSettings))
            yield return $"setting {StorageOptions.NameOf(setting)}{(role.Length == 0 ? "" : " of role " + role)}";
        if (Description is not null)
            yield return "its comment";
        if (ConnectionLimit != -1)
            yield return "its connection limit";
        if (context.Catalog.Privileges[Address].Any())
            yield return "its privileges";
        if (context.Catalog.SecurityLabels[Address].Any())
            yield return "its security labels";
    }

    private IEnumerable<Draft> Properties(DdlContext context)
    {
        var database = Identifier.Quote(context.TargetDatabase(Name));
        if (Description is not null)
            yield return Property(context, ObjectKinds.DatabaseComment, $"COMMENT ON DATABASE {database} IS {Literal.Quote(Description)}");
        if (ConnectionLimit != -1)
            yield return Property(context, ObjectKinds.DatabaseConnectionLimit,
                string.Create(CultureInfo.InvariantCulture, $"ALTER DATABASE {database} CONNECTION LIMIT {ConnectionLimit}"));
        if (context.Options.Owners && Owner != context.Options.Target?.DatabaseOwner)
        {
            if (context.HasRole(Owner))
                yield return Property(context, ObjectKinds.DatabaseOwner, $"ALTER DATABASE {database} OWNER TO {Identifier.Quote(Owner)}");
            else
                context.Omit(ObjectKinds.DatabaseOwner, Name, $"The target has no role {Owner}.");
        }
        foreach (var label in context.Catalog.SecurityLabels[Address])
            yield return Property(context, ObjectKinds.SecurityLabel, SecurityLabelWriter.Statement(label, "DATABASE " + database));
        var (taken, lost) = PrivilegeWriter.Split(context.Options.Privileges ? context.Catalog.Privileges[Address] : [], context);
        foreach (var role in lost)
            context.Omit(ObjectKinds.DatabasePrivileges, Name, $"The target has no role {role}.");
        if (taken.Count > 0)
            yield return Property(context, ObjectKinds.DatabasePrivileges, "") with
                { Statements = [.. taken.SelectMany(privilege => privilege.Statements("DATABASE " + database))] };
    }

    // They share a row of the catalog, which two sessions cannot update at once; and the owner grants.
    private static IEnumerable<Draft> InTurn(IEnumerable<Draft> properties)
    {
        Step? before = null;
        foreach (var property in properties)
        {
            var step = new Step("database property", property.Address!.Value.Oid);
            yield return property with { Step = step, After = before is { } last ? [last] : [] };
            before = step;
        }
    }

    private Draft Property(DdlContext context, string kind, string statement) => new()
    {
        Address = context.Numbered(SystemCatalog.Database),
        Stage = SchemaStage.Last,
        Kind = kind,
        Name = Name,
        Statements = [statement],
    };

    private IEnumerable<Draft> SettingsOfAll(DdlContext context)
    {
        var database = context.TargetDatabase(Name);
        return SettingWriter.Write(
            context, ObjectKinds.DatabaseSetting, $"DATABASE {Identifier.Quote(database)}", "database " + database,
            Settings.Zip(RolesOfSettings).Where(pair => pair.Second.Length == 0).Select(pair => pair.First));
    }

    private IEnumerable<Draft> SettingsOfRoles(DdlContext context)
    {
        var database = context.TargetDatabase(Name);
        foreach (var role in Settings.Zip(RolesOfSettings).Where(pair => pair.Second.Length > 0)
            .ToLookup(pair => pair.Second, pair => pair.First))
        {
            if (!context.HasRole(role.Key))
            {
                context.Omit(ObjectKinds.DatabaseSetting, $"{string.Join(", ", role.Select(StorageOptions.NameOf))} of role {role.Key}",
                    $"The target has no role {role.Key}.");
                continue;
            }
            var altered = $"ROLE {Identifier.Quote(role.Key)} IN DATABASE {Identifier.Quote(database)}";
            foreach (var draft in SettingWriter.Write(
                context, ObjectKinds.DatabaseSetting, altered, $"role {role.Key} in database {database}", role, RoleObject.Made(role.Key)))
                yield return draft;
        }
    }
}
