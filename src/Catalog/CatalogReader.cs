using ActorMigrate.Catalog.Extensions;
using ActorMigrate.Catalog.Indexes;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Catalog.LargeObjects;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Renaming;
using ActorMigrate.Catalog.Scope;
using ActorMigrate.Catalog.Sequences;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Catalog.Types;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog;

/// <summary>Reads the source's catalogs in a number of queries that does not depend on the number of objects, with two exceptions: one more
/// query for every 500 sequences, whose values no catalog holds, and one for every 250 views, rules or functions, which PostgreSQL locks to
/// deparse them.</summary>
public static class CatalogReader
{
    /// <summary>Returns the tables in <paramref name="scope"/> and extensions' configuration tables, without foreign ones, on a connection
    /// that is inside the snapshot's transaction. It opens none of them, so it waits for nobody. A schema or pattern that matches nothing
    /// is a <see cref="RefusedException"/>.</summary>
    public static async Task<IReadOnlyList<ScopedTable>> ScopeAsync(
        NpgsqlConnection underSnapshot, MigrationScope scope, CancellationToken ct)
    {
        var session = CatalogSession.Begin(underSnapshot, SearchPath.OfSource(scope));
        var (_, _, inScope, configuration) = await ReadScopeAsync(session, scope, ct);
        await session.EndAsync(ct);
        return [.. inScope.Concat(configuration.Select(table => table.Relation)).Where(relation => relation.Kind is 'r' or 'p')
            .Select(relation => new ScopedTable(relation.Oid, relation.Name, relation is { Kind: 'r', ComesAlong: false }))];
    }

    /// <summary>Reads everything in <paramref name="scope"/> on a connection that is inside the snapshot's transaction, which
    /// is left as it was. A schema or pattern that matches nothing is a <see cref="RefusedException"/>.</summary>
    public static Task<DatabaseCatalog> ReadAsync(NpgsqlConnection underSnapshot, MigrationScope scope, CancellationToken ct) =>
        ReadAsync(underSnapshot, null, scope, ct);

    /// <summary>Reads the same with two sessions at a time: <paramref name="beside"/>, which sees the same snapshot, reads the
    /// tables.</summary>
    public static async Task<DatabaseCatalog> ReadAsync(
        NpgsqlConnection underSnapshot, NpgsqlConnection? beside, MigrationScope scope, CancellationToken ct)
    {
        await RenameGuard.CheckAsync(underSnapshot, scope, ct);
        var catalog = await ReadAsync(underSnapshot, beside, scope, SearchPath.OfSource(scope), ct);
        if (scope.RenamedSchemas() is not { Count: > 1 } renamed)
            return catalog;
        var probes = new List<SchemaProbe>();
        foreach (var schema in renamed)
            probes.Add(await ProbeAsync(underSnapshot, catalog, schema, ct));
        return catalog with { Probes = probes };
    }

    /// <summary>Returns the catalog with the uses of the server's own columns and functions, some of which a target of another major
    /// version may lack. To look for them takes a fifth of a millisecond for each view.</summary>
    public static async Task<DatabaseCatalog> WithServerUsesAsync(
        NpgsqlConnection underSnapshot, DatabaseCatalog catalog, int targetMajorVersion, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        if (catalog.ServerVersion / 10000 == targetMajorVersion)
            return catalog;
        var session = CatalogSession.Begin(underSnapshot, SearchPath.OfSource(catalog.Scope));
        var uses = await session.ReadAsync("server_uses.sql", ServerUse.Read, ct);
        await session.EndAsync(ct);
        return catalog with { ServerUses = [.. uses.Where(use => ScopeResolver.InSchema(use.Schema, catalog.Scope))] };
    }

    private static async Task<SchemaProbe> ProbeAsync(
        NpgsqlConnection underSnapshot, DatabaseCatalog catalog, string schema, CancellationToken ct)
    {
        var session = CatalogSession.Begin(underSnapshot, "pg_catalog");
        var quoted = await session.QueryAsync(
            "SELECT pg_catalog.quote_ident(name) FROM pg_catalog.unnest($1) AS renamed (name)", row => row.Text(0), ct,
            new[] { catalog.Scope.MapSchema(schema) });
        await session.EndAsync(ct);
        var again = await ReadAsync(underSnapshot, null, catalog.Scope, SearchPath.Of(schema), ct);
        // Values of sequences change while this reads.
        return new SchemaProbe(schema, quoted[0], again with { Sequences = catalog.Sequences });
    }

    /// <summary>Reads under a path of the caller's choice.</summary>
    internal static async Task<DatabaseCatalog> ReadAsync(
        NpgsqlConnection underSnapshot, NpgsqlConnection? beside, MigrationScope scope, string searchPath, CancellationToken ct)
    {
        var session = CatalogSession.Begin(underSnapshot, searchPath);
        var (schemas, relations, inScope, configuration) = await ReadScopeAsync(session, scope, ct);
        var second = beside is null ? session : CatalogSession.Begin(beside, searchPath);
        var version = ServerVersion.Of(underSnapshot);
        var reading = ReadTablesAsync(second, relations, inScope, configuration, scope, version, ct);
        if (beside is null)
            await reading;
        var all = ReadOthersAsync(session, scope, version, reading, ct);
        await Task.WhenAll(reading, all);
        var catalog = await all;
        var sequences = SequenceScope.Of(catalog.Sequences, [.. catalog.AllTables], relations, catalog.Dependencies, scope);
        catalog = catalog with { Schemas = schemas, Sequences = await SequenceReader.WithValuesAsync(session, sequences, ct) };
        await Task.WhenAll(session.EndAsync(ct), beside is null ? Task.CompletedTask : second.EndAsync(ct));
        return catalog;
    }

    /// <summary>Reads the tables in scope with their types, all sequences without their values, and the large objects.</summary>
    private static async Task<DatabaseCatalog> ReadTablesAsync(
        CatalogSession session, IReadOnlyList<Relation> relations, IReadOnlyList<Relation> inScope,
        IReadOnlyList<ConfigurationReader.Found> configuration, MigrationScope scope, int version, CancellationToken ct)
    {
        var tables = await TableReader.ReadAsync(session, inScope, version, ct);
        var oids = inScope.Select(table => table.Oid).ToHashSet();
        var others = relations.Where(relation => relation.IsTable && !oids.Contains(relation.Oid)).ToList();
        var batch = new CatalogBatch(session);
        var shapes = TypeShapes.Add(batch, [.. oids]);
        var sequences = SequenceReader.Add(batch);
        var largeObjects = LargeObjectReader.Add(batch, scope);
        await batch.RunAsync(ct);
        return new DatabaseCatalog
        {
            ServerVersion = version,
            Scope = scope,
            Tables = [.. tables.Where(table => table.HasRows)],
            ForeignTables = [.. tables.Where(table => table.Foreign is not null)],
            PartitionedTables = [.. tables.Where(table => table.IsPartitioned)],
            ParentTables = [.. tables.Where(table => table is { ComesAlong: true, IsPartitioned: false, Foreign: null })],
            OtherTables = others.Select(table => table.Oid).ToHashSet(),
            OtherTableNames = others.ToDictionary(table => table.Oid, table => table.Name),
            Types = await TypeReader.ReadAsync(session, ct),
            TypeShapes = new TypeShapes(shapes),
            Sequences = sequences,
            ConfigurationTables = await ConfigurationReader.ReadAsync(session, configuration, version, ct),
            LargeObjects = await LargeObjectReader.MeasureAsync(session, largeObjects, ct),
        };
    }

    /// <summary>Reads what does not depend on the tables in scope, and adds it to what <paramref name="reading"/> returns.</summary>
    private static async Task<DatabaseCatalog> ReadOthersAsync(
        CatalogSession session, MigrationScope scope, int version, Task<DatabaseCatalog> reading, CancellationToken ct)
    {
        var batch = new CatalogBatch(session);
        var dependencies = batch.Read("dependencies.sql", ReadDependency);
        var keywords = batch.Query(KeywordsQuery, ReadKeyword);
        var operators = batch.Query(OperatorsQuery, row => (Oid: row.Oid(0), Schema: row.Text(1), Hidden: row.TextOrNull(2)));
        var comments = batch.Read(
            "comments.sql", row => (On: (new ObjectAddress(row.Oid(0), row.Oid(1)), row.GetInt32(2)), Text: row.Text(3)));
        var owners = batch.Read("owners.sql", row => (Of: new ObjectAddress(row.Oid(0), row.Oid(1)), Owner: row.Text(2)));
        var privileges = batch.Read("privileges.sql", Privilege.Read);
        var labels = batch.Read("security_labels.sql", SecurityLabel.Read);
        var changedComments = scope.IsWholeDatabase ? batch.Read("changed_comments.sql", row => row.Text(0)) : [];
        var changedLabels = scope.IsWholeDatabase ? batch.Read("changed_labels.sql", row => row.Text(0)) : [];
        var hasControlSchema = batch.Query(ControlSchemaQuery, row => (bool?)row.Flag(0));
        var leftBehind = batch.Read(
            "left_behind.sql", row => (new NotMigrated(row.Text(0), row.Text(1), "This is not carried over."), row.Oid(2)));
        var roles = batch.Query("SELECT rolname FROM pg_catalog.pg_roles", row => row.Text(0));
        var inventory = batch.Read("inventory.sql", ReadInventory);
        var members = ExtensionMember.Add(batch);
        var builtIns = scope.IsWholeDatabase ? BuiltInObject.Add(batch) : [];
        var seesSubscriptions = batch.Query(SubscriptionObject.MayBeReadQuery, row => row.Flag(0));
        await batch.RunAsync(ct);
        var objects = await CatalogKinds.ReadAsync(session, dependencies, version, seesSubscriptions[0], ct);
        var views = objects.OfType<ViewObject>().Select(view => view.Oid).ToArray();
        var formerMembers = objects.OfType<ExtensionObject>().Any() ? await FormerMember.ReadAsync(session, ct) : [];
        var (viewColumns, viewIndexes) = await ReadViewsAsync(session, views, ct);
        return await reading with
        {
            Keywords = keywords.ToDictionary(found => found.Word, found => found.Category),
            ExtensionMembers = await ExtensionMember.CountAsync(session, members, ct),
            FormerMembers = formerMembers,
            Objects = objects,
            ViewColumns = viewColumns.ToLookup(found => found.Relation, found => found.Column),
            ViewIndexes = viewIndexes.ToLookup(index => index.Table),
            Dependencies = dependencies,
            OperatorSchemas = operators.ToDictionary(found => found.Oid, found => found.Schema),
            HiddenOperators = operators.Where(found => found.Hidden is not null).ToDictionary(found => found.Oid, found => found.Hidden!),
            Comments = comments.ToDictionary(comment => comment.On, comment => comment.Text),
            Owners = owners.ToDictionary(owned => owned.Of, owned => owned.Owner),
            Privileges = privileges.ToLookup(granted => granted.On, granted => granted.Privilege),
            SecurityLabels = labels.ToLookup(label => label.On),
            BuiltIns = BuiltInObject.Gather(builtIns),
            ChangedComments = changedComments,
            ChangedLabels = changedLabels,
            HasControlSchema = hasControlSchema.FirstOrDefault(),
            LeftBehind = leftBehind,
            Roles = roles.ToHashSet(),
            Inventory = inventory,
        };
    }

    private static async Task<(List<(uint Relation, Column Column)> Columns, List<TableIndex> Indexes)> ReadViewsAsync(
        CatalogSession session, uint[] views, CancellationToken ct)
    {
        var batch = new CatalogBatch(session);
        var (columns, indexes) = (ColumnReader.Add(batch, views), IndexReader.Add(batch, views));
        if (views.Length > 0)
            await batch.RunAsync(ct);
        return (columns, indexes);
    }

    private const string ControlSchemaQuery = """
        SELECT pg_catalog.to_regclass('actormigrate.migration') IS NOT NULL AND pg_catalog.to_regclass('actormigrate.task') IS NOT NULL
          FROM pg_catalog.pg_namespace WHERE nspname = 'actormigrate'
        """;

    private const string OperatorsQuery = """
        SELECT o.oid, n.nspname, CASE WHEN built_in.oid IS NOT NULL THEN o.oid::pg_catalog.regoperator::pg_catalog.text END
          FROM pg_catalog.pg_operator AS o
          JOIN pg_catalog.pg_namespace AS n ON n.oid = o.oprnamespace
          LEFT JOIN pg_catalog.pg_operator AS built_in
            ON built_in.oprnamespace = 'pg_catalog'::pg_catalog.regnamespace
           AND (built_in.oprname, built_in.oprleft, built_in.oprright) = (o.oprname, o.oprleft, o.oprright)
         WHERE o.oid >= 16384 AND n.nspname <> 'pg_catalog'
        """;

    /// <summary>Reads the server's keywords, by <see cref="ReadKeyword"/>.</summary>
    internal const string KeywordsQuery = "SELECT word, catcode::pg_catalog.text FROM pg_catalog.pg_get_keywords()";

    /// <summary>Returns a keyword with its category.</summary>
    internal static (string Word, char Category) ReadKeyword(NpgsqlDataReader row) => (row.Text(0), row.Letter(1));

    private static async Task<ScopeRead> ReadScopeAsync(CatalogSession session, MigrationScope scope, CancellationToken ct)
    {
        var batch = new CatalogBatch(session);
        var schemas = batch.Read("schemas.sql", row => new Schema(row.Oid(0), row.Text(1)));
        var relations = batch.Read(
            "relations.sql", row => new Relation(row.Oid(0), row.Name(1), row.Letter(3), row.Flag(4), row.Array<uint>(5))
                { IsBeingDetached = row.Flag(6) });
        var configuration = ConfigurationReader.Add(batch);
        await batch.RunAsync(ct);
        return new ScopeRead(schemas, relations, ScopeResolver.Tables(relations, schemas, scope), configuration);
    }

    private sealed record ScopeRead(
        List<Schema> Schemas, List<Relation> Relations, IReadOnlyList<Relation> InScope, List<ConfigurationReader.Found> Configuration);

    private static Dependency ReadDependency(NpgsqlDataReader row) =>
        new(new ObjectAddress(row.Oid(0), row.Oid(1)), new ObjectAddress(row.Oid(3), row.Oid(4)), row.Letter(5));

    private static InventoryItem ReadInventory(NpgsqlDataReader row) =>
        new(new ObjectAddress(row.Oid(0), row.Oid(1)), row.Text(2), row.Text(3), row.Text(4), row.Oid(5));
}
