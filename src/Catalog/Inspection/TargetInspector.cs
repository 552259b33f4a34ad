using ActorMigrate.Catalog.Extensions;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Renaming;
using ActorMigrate.Catalog.Roles;
using ActorMigrate.Catalog.Scope;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Catalog.Inspection;

/// <summary>Looks at the target before anything is done there: a constant number of queries
/// (and one for every 500 existing tables, to see whether they hold rows).</summary>
public static class TargetInspector
{
    private const int BatchSize = 500;

    /// <summary>Returns the objects in scope of <paramref name="source"/> that <paramref name="target"/> holds already.
    /// Reads only, in a transaction of its own.</summary>
    public static Task<TargetInspection> InspectAsync(NpgsqlConnection target, DatabaseCatalog source, CancellationToken ct) =>
        InspectAsync(target, source, source.AllTables, ct);

    /// <summary>Returns the same, but no <see cref="TargetInspection.Tables"/>: reading tens of thousands of tables takes minutes, and
    /// tables that the migration itself has made are not in its way.</summary>
    public static Task<TargetInspection> InspectWithoutTablesAsync(
        NpgsqlConnection target, DatabaseCatalog source, CancellationToken ct) => InspectAsync(target, source, [], ct);

    /// <summary>Returns the attributes of the target's roles, for <see cref="TargetInspection.RoleForms"/>: only a migration of roles needs
    /// them. Reads only, in a transaction of its own.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> RoleFormsAsync(
        NpgsqlConnection target, DatabaseCatalog source, CancellationToken ct)
    {
        await using var transaction = await target.BeginTransactionAsync(ct);
        var roles = await CatalogSession.Begin(target, SearchPath.OfTarget(source.Scope)).ReadAsync("roles.sql", RoleObject.Read, ct);
        return roles.ToDictionary(role => role.Name, role => role.Form);
    }

    private static async Task<TargetInspection> InspectAsync(
        NpgsqlConnection target, DatabaseCatalog source, IEnumerable<Table> inspected, CancellationToken ct)
    {
        await using var transaction = await target.BeginTransactionAsync(ct);
        var session = CatalogSession.Begin(target, SearchPath.OfTarget(source.Scope));
        QualifiedName[] others =
        [
            .. source.Sequences.Where(sequence => sequence.Extension == 0).Select(sequence => sequence.Name),
            .. source.Types.Where(type => ScopeResolver.InSchema(type.Name.Schema, source.Scope)).Select(type => type.Name),
        ];
        var batch = new CatalogBatch(session);
        var there = batch.Read("target_names.sql", FoundName.Read, Wanted(
            [
                .. source.AllTables.Select(table => table.Name), .. others, .. source.OtherTableNames.Values,
                .. source.ConfigurationTables.Select(config => config.Table.Name),
            ],
            source.Scope));
        var extensions = batch.Read(
            "target_extensions.sql", ReadExtension,
            source.Objects.OfType<ExtensionObject>().Select(extension => extension.Name).ToArray());
        var lz4 = batch.Query(
            "SELECT 'lz4' = ANY (enumvals) FROM pg_catalog.pg_settings WHERE name = 'default_toast_compression'", row => row.Flag(0));
        var roles = batch.Query("SELECT rolname FROM pg_catalog.pg_roles", row => row.Text(0));
        var database = batch.Query(
            "SELECT datname, pg_catalog.pg_get_userbyid(datdba) FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()",
            row => (Name: row.Text(0), Owner: row.Text(1)));
        var memberships =
            batch.Query(MembershipsQuery(target), row => (Name: row.Text(0), Inherits: row.Flag(1), MayGive: row.Flag(2)));
        var tablespaces = batch.Query("SELECT spcname FROM pg_catalog.pg_tablespace", row => row.Text(0));
        var schemas = batch.Query(
            "SELECT nspname, pg_catalog.obj_description(oid, 'pg_namespace') FROM pg_catalog.pg_namespace",
            row => (Name: row.Text(0), Comment: row.TextOrNull(1)));
        var settings = batch.Query(SettingsQuery(target), row => row.Text(0));
        var keywords = batch.Query(CatalogReader.KeywordsQuery, CatalogReader.ReadKeyword);
        var user = batch.Query(
            "SELECT current_user, pg_catalog.current_setting('is_superuser') = 'on'", row => (Name: row.Text(0), IsSuperuser: row.Flag(1)));
        var maySubscribe = batch.Query(MaySubscribeQuery, row => row.Flag(0));
        var mayReplicate = batch.Query(MayReplicateQuery(target), row => row.Flag(0));
        var defaults = batch.Read("target_default_privileges.sql", TargetDefault.Read);
        await batch.RunAsync(ct);
        var found = there.ToLookup(name => name.Name);
        var tables = await TablesAsync(session, target, source, [.. Among(found, inspected.Select(table => table.Name), source.Scope)], ct);
        return new TargetInspection
        {
            Database = database[0].Name,
            DatabaseOwner = database[0].Owner,
            Tablespaces = tablespaces.ToHashSet(),
            SchemaComments = schemas.ToDictionary(schema => schema.Name, schema => schema.Comment),
            Settings = settings.ToHashSet(),
            Keywords = keywords.ToDictionary(found => found.Word, found => found.Category),
            CurrentUser = user[0].Name,
            IsSuperuser = user[0].IsSuperuser,
            MayGiveTo = memberships.Where(role => role is { Inherits: true, MayGive: true }).Select(role => role.Name).ToHashSet(),
            HasRightsOf = memberships.Where(role => role.Inherits).Select(role => role.Name).ToHashSet(),
            MayOnlyGiveTo = memberships.Where(role => role is { Inherits: false, MayGive: true }).Select(role => role.Name).ToHashSet(),
            MaySubscribe = maySubscribe[0],
            Defaults = defaults,
            BuiltIns = await FoundBuiltIn.FindAsync(session, source.BuiltIns, source.Scope, ct),
            ServerObjects = await ServerObjects.FindAsync(session, source, ct),
            MayReplicate = mayReplicate[0],
            Roles = roles.ToHashSet(),
            Tables = tables,
            Extensions = extensions.ToDictionary(extension => extension.Name, extension => extension.Offered),
            FilledConfiguration = await FilledConfigurationAsync(session, source, found, ct),
            LargeObjects = await LargeObjectsAsync(session, source, ct),
            Others = [.. Among(found, others, source.Scope).Select(other => new ExistingName(other.Name, other.Kind))],
            OtherTables = OtherTables(source, found),
            HasLz4 = lz4.Contains(true),
        };
    }

    /// <summary>Returns the names of the relations in the target that go by the name of a table in scope of <paramref name="source"/>:
    /// those of <see cref="TargetInspection.Tables"/>. Leaves the open transaction as it was.</summary>
    public static async Task<IReadOnlySet<QualifiedName>> TablesThereAsync(
        NpgsqlConnection inTransaction, DatabaseCatalog source, CancellationToken ct)
    {
        var session = CatalogSession.Begin(inTransaction, SearchPath.OfTarget(source.Scope));
        var there = await session.ReadAsync(
            "target_names.sql", FoundName.Read, ct, Wanted([.. source.AllTables.Select(table => table.Name)], source.Scope));
        await session.EndAsync(ct);
        return there.Where(IsTable).Select(table => table.Name).ToHashSet();
    }

    // Two are hidden from roles that do not read all settings, the others from the view.
    private static string SettingsQuery(NpgsqlConnection target) =>
        "SELECT name FROM pg_catalog.pg_settings UNION SELECT * FROM (VALUES ('dynamic_library_path'), "
        + "('session_preload_libraries'), ('role'), ('session_authorization'), ('seed'), ('default_with_oids')) AS hidden"
        + (ServerVersion.Of(target) >= 180000 ? " UNION SELECT 'extension_control_path'" : "");

    // ALTER … OWNER TO asks for a membership, and from 16 on for one that may SET ROLE.
    private static string MembershipsQuery(NpgsqlConnection target) =>
        "SELECT rolname, pg_catalog.pg_has_role(oid, 'USAGE'), pg_catalog.pg_has_role(oid, "
        + (ServerVersion.Of(target) >= 160000 ? "'SET'" : "'MEMBER'") + ") FROM pg_catalog.pg_roles";

    private const string MaySubscribeQuery =
        "SELECT pg_catalog.current_setting('is_superuser') = 'on' OR EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = "
            + "'pg_create_subscription' AND pg_catalog.pg_has_role(oid, 'USAGE'))";

    // Parameters can be granted from 15 on.
    private static string MayReplicateQuery(NpgsqlConnection target) =>
        "SELECT pg_catalog.current_setting('is_superuser') = 'on'"
        + (ServerVersion.Of(target) >= 150000 ? " OR pg_catalog.has_parameter_privilege('session_replication_role', 'SET')" : "");

    private static async Task<IReadOnlyList<ExistingTable>> TablesAsync(
        CatalogSession session, NpgsqlConnection target, DatabaseCatalog source, IReadOnlyList<FoundName> there, CancellationToken ct)
    {
        List<FoundName> found = [.. there.Where(IsTable)];
        if (found.Count == 0)
            return [];
        var types = new RenamedTypes(source);
        var bySourceName = source.AllTables.ToDictionary(table => source.Scope.Map(table.Name));
        var oids = found.Select(table => table.Oid).ToArray();
        var columns = await ColumnReader.ReadAsync(session, oids, ct);
        var difference = new ColumnDifference(source.TypeShapes, await TypeShapes.ReadAsync(session, oids, ct));
        var kept = await KeptTables.ReadAsync(
            session, [.. found.Select(table => new Relation(table.Oid, table.Name, table.Kind, false, []))], ServerVersion.Of(target), ct);
        var outside = (await session.ReadAsync(
            "target_keys_from_outside.sql", row => (Table: row.Oid(0), Name: $"{row.Text(1)} {row.Text(2)}"), ct, oids))
            .ToLookup(key => key.Table, key => key.Name);
        var triggers = (await session.ReadAsync(
            "target_triggers.sql", row => (Table: row.Oid(0), Name: row.Text(1), Enabled: row.Letter(2)), ct, oids))
            .ToLookup(trigger => trigger.Table);
        var keys = (await session.ReadAsync("target_foreign_keys.sql", ForeignKeyMatch.Read, ct, oids)).ToLookup(key => key.Table);
        var byOid = source.AllTables.Concat(source.ConfigurationTables.Select(config => config.Table)).ToDictionary(table => table.Oid);
        var leaves = await LocalLeavesAsync(session, found, ct);
        var filled = await FilledAsync(session, target, found, leaves, ct);
        var foreign = (await session.ReadAsync("target_foreign_below.sql", row => (Above: row.Oid(0), Name: row.Name(1)), ct, oids))
            .ToLookup(below => below.Above, below => below.Name);
        return [.. found.Select(table => new ExistingTable
        {
            Source = bySourceName[table.Name].Name,
            Target = table.Name,
            Oid = table.Oid,
            Kind = table.Kind,
            ComesAlong = bySourceName[table.Name].ComesAlong,
            IsFilled = filled.Contains(table.Oid),
            LocalLeaves = leaves.Contains(table.Oid) ? [.. leaves[table.Oid]] : null,
            ForeignBelow = [.. foreign[table.Oid]],
            Difference = difference.Between(types.InTarget(bySourceName[table.Name].Columns), [.. columns[table.Oid]]),
            Differences = kept.Differences(InTarget(bySourceName[table.Name], types), table.Oid, source),
            ForeignKeysFromOutside = [.. outside[table.Oid]],
            Triggers = [.. triggers[table.Oid].Where(trigger => trigger.Enabled != 'R').Select(trigger => trigger.Name)],
            ReplicaTriggers = [.. triggers[table.Oid].Where(trigger => trigger.Enabled != 'O').Select(trigger => trigger.Name)],
            ForeignKeys = [.. keys[table.Oid].Select(key => key.Name)],
            ForeignKeysOfItsOwn =
                [.. keys[table.Oid].Where(key => !key.IsVouchedFor(bySourceName[table.Name], byOid, source.Scope)).Select(key => key.Name)],
        })];
    }

    private static Table InTarget(Table table, RenamedTypes types) => table with { Columns = types.InTarget(table.Columns) };

    private static HashSet<uint> OtherTables(DatabaseCatalog source, ILookup<QualifiedName, FoundName> found) =>
        source.OtherTableNames.Where(other => found[source.Scope.Map(other.Value)].Any(one => one.Kind is 'r' or 'p' or 'f'))
            .Select(other => other.Key).ToHashSet();

    private static (string Name, OfferedExtension Offered) ReadExtension(NpgsqlDataReader row) =>
        (row.Text(0), new OfferedExtension(row.TextOrNull(1), row.TextOrNull(2), row.Array<string>(3))
        {
            Schema = row.TextOrNull(4),
            IsRelocatable = row.Flag(5),
            NeedsSuperuser = row.Flag(6),
        });

    private static async Task<IReadOnlySet<QualifiedName>> FilledConfigurationAsync(
        CatalogSession session, DatabaseCatalog source, ILookup<QualifiedName, FoundName> found, CancellationToken ct)
    {
        var tables = source.ConfigurationTables.ToDictionary(config => source.Scope.Map(config.Table.Name));
        var there = tables.Keys.SelectMany(name => found[name]).Where(one => one.Kind == 'r').ToList();
        if (there.Count == 0)
            return new HashSet<QualifiedName>();
        var query = string.Join(
            " UNION ALL ",
            there.Select(
                one =>
                    $"SELECT {one.Oid}::pg_catalog.oid WHERE EXISTS (SELECT FROM ONLY "
                        + $"{Identifier.Qualify(one.Name)} {tables[one.Name].Condition})"));
        var filled = (await session.QueryAsync(query, row => row.Oid(0), ct)).ToHashSet();
        return there.Where(one => filled.Contains(one.Oid)).Select(one => tables[one.Name].Table.Name).ToHashSet();
    }

    private static async Task<IReadOnlyList<uint>> LargeObjectsAsync(
        CatalogSession session, DatabaseCatalog source, CancellationToken ct) =>
        source.LargeObjects.All.Count == 0
            ? []
            : await session.QueryAsync(
                "SELECT oid FROM pg_catalog.pg_largeobject_metadata WHERE oid = ANY ($1) ORDER BY oid", row => row.Oid(0), ct,
                source.LargeObjects.All.Select(found => found.Oid).ToArray());

    // Rows of foreign partitions are on another server, which is not asked.
    private static async Task<ILookup<uint, QualifiedName>> LocalLeavesAsync(
        CatalogSession session, List<FoundName> found, CancellationToken ct) =>
        (await session.ReadAsync("target_local_leaves.sql", row => (Root: row.Oid(0), Leaf: row.Name(1)), ct,
            found.Where(table => table.Kind == 'p').Select(table => table.Oid).ToArray()))
        .ToLookup(leaf => leaf.Root, leaf => leaf.Leaf);

    private static async Task<HashSet<uint>> FilledAsync(
        CatalogSession session, NpgsqlConnection target, List<FoundName> found, ILookup<uint, QualifiedName> leaves, CancellationToken ct)
    {
        var filled = new HashSet<uint>();
        var tables = found.Where(table => table.Kind is 'r' or 'p').SelectMany(table => leaves.Contains(table.Oid)
            ? leaves[table.Oid].Select(leaf => table with { Name = leaf, Kind = 'r' })
            : [table]).ToList();
        var planned = await PlannedCode.OfAsync(target, [.. tables.Select(table => (table.Name, true))], ct);
        foreach (var batch in tables.Where((_, place) => !planned.ContainsKey(place)).Chunk(BatchSize))
        {
            var query = string.Join(
                " UNION ALL ",
                batch.Select(table => $"SELECT {table.Oid}::pg_catalog.oid WHERE EXISTS (SELECT FROM "
                    + $"{(table.Kind == 'p' ? "" : "ONLY ")}{Identifier.Qualify(table.Name)})"));
            filled.UnionWith(await session.QueryAsync(query, row => row.Oid(0), ct));
        }

        foreach (var (place, counting) in planned)
        {
            if (await PlannedCode.CountAsync(target, counting, ct) > 0)
                filled.Add(tables[place].Oid);
        }

        return filled;
    }

    // The parameters of target_names.sql.
    private static Array[] Wanted(QualifiedName[] names, MigrationScope scope)
    {
        var wanted = names.Select(name => scope.Map(name)).Distinct().ToList();
        return [wanted.Select(name => name.Schema).ToArray(), wanted.Select(name => name.Name).ToArray()];
    }

    // The relations and types of the target that go by these names of the source.
    private static IEnumerable<FoundName> Among(
        ILookup<QualifiedName, FoundName> found, IEnumerable<QualifiedName> names, MigrationScope scope) =>
        names.Select(name => scope.Map(name)).Distinct().SelectMany(name => found[name]);

    private static bool IsTable(FoundName found) => found.Kind != 'T';

    private sealed record FoundName(uint Oid, QualifiedName Name, char Kind)
    {
        public static FoundName Read(NpgsqlDataReader row) => new(row.Oid(0), row.Name(1), row.Letter(3));
    }
}
