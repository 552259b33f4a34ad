using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Objects;

/// <summary>One column of one catalog row.</summary>
internal sealed record CatalogFact(string Catalog, string Object, string Column)
{
    public override string ToString() => $"{Catalog} [{Object}] {Column}";
}

/// <summary>All that a database's catalogs say of what was made in it, by names: read from every system catalog that the server has,
/// by the references that it declares itself. It shares nothing with the program.</summary>
internal sealed class CatalogContents
{
    private const string Initial = "SELECT datfrozenxid::text::bigint FROM pg_database WHERE datname = 'template0'";

    /// <summary>The objects that extensions brought, and their parts.</summary>
    private const string Members = """
        WITH RECURSIVE member AS (
            SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
            UNION
            SELECT d.classid, d.objid FROM pg_depend AS d JOIN member AS m ON d.refclassid = m.classid AND d.refobjid = m.objid WHERE d.deptype IN ('a', 'i', 'P', 'S'))
        SELECT i.type || ' ' || i.identity FROM member, pg_identify_object(classid, objid, 0) AS i
        """;

    private const string Dependencies = """
        SELECT ARRAY[a.type || ' ' || a.identity, deptype::text, b.type || ' ' || b.identity]
          FROM pg_depend, pg_identify_object(classid, objid, objsubid) AS a, pg_identify_object(refclassid, refobjid, refobjsubid) AS b
         WHERE deptype = 'x' OR deptype IN ('a', 'i') AND refobjsubid > 0 AND a.type = 'sequence'
        """;

    private const string Sequences = """
        SELECT quote_ident(nspname) || '.' || quote_ident(relname)
          FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE relkind = 'S' AND nspname <> 'pg_catalog'
        """;

    private readonly HashSet<string> _members;

    private CatalogContents(int major, HashSet<string> members) => (Major, _members) = (major, members);

    public int Major { get; }

    public Dictionary<CatalogFact, string?> Facts { get; } = [];

    /// <summary>The columns that this version's catalogs have.</summary>
    public HashSet<(string Catalog, string Column)> Columns { get; } = [];

    public bool IsOfExtension(CatalogFact fact) => _members.Contains(fact.Object.Split(" / ")[0]);

    /// <summary>The rows of catalogs that all databases of a server share: of roles and of this database.</summary>
    public static async Task<CatalogContents> ReadSharedAsync(TestDatabase database)
    {
        await using var session = await database.OpenAsync();
        var contents = new CatalogContents(session.PostgreSqlVersion.Major, []);
        var rows = await RowsAsync(session, SharedCatalogs.Query, row => (Catalog: row.GetString(0), Object: row.GetString(1),
            Column: row.GetString(2), Value: row.IsDBNull(3) ? null : row.GetString(3)));
        foreach (var (catalog, named, column, value) in rows)
        {
            contents.Columns.Add((catalog, column));
            contents.Facts.TryAdd(new CatalogFact(catalog, named, "exists"), "yes");
            contents.Facts.Add(new CatalogFact(catalog, named, column), value);
        }

        return contents;
    }

    public static async Task<CatalogContents> ReadAsync(TestDatabase database)
    {
        await using var session = await database.OpenAsync();
        return await ReadAsync(session);
    }

    public static async Task<CatalogContents> ReadAsync(NpgsqlConnection session)
    {
        await using (var path = new NpgsqlCommand("SET search_path = pg_catalog", session))
            await path.ExecuteNonQueryAsync();
        await using var first = new NpgsqlCommand(Initial, session);
        var initial = (long)(await first.ExecuteScalarAsync())!;
        var contents =
            new CatalogContents(session.PostgreSqlVersion.Major, [.. await RowsAsync(session, Members, row => row.GetString(0))]);
        foreach (var catalog in (await SystemCatalog.ReadAllAsync(session))
            .Where(catalog => !CatalogTreatment.LeftOut.ContainsKey(catalog.Name)))
            await contents.AddAsync(session, catalog, initial);
        foreach (var dependency in await RowsAsync(session, Dependencies, row => string.Join(" / ", row.GetFieldValue<string[]>(0))))
            contents.Facts.Add(new CatalogFact("pg_depend", dependency, ""), "");
        foreach (var sequence in await RowsAsync(session, Sequences, row => row.GetString(0)))
            contents.Facts.Add(new CatalogFact("sequence", sequence, "value"), await ValueAsync(session, sequence));
        return contents;
    }

    private async Task AddAsync(NpgsqlConnection session, SystemCatalog catalog, long initial)
    {
        var query = new CatalogQuery(catalog);
        Columns.UnionWith(query.Compared.Select(column => (catalog.Name, column.Name)));
        var rows = await RowsAsync(
            session, query.Text,
            row => (Key: row.GetFieldValue<string?[]>(0), Values: Enumerable.Range(1, row.FieldCount - 1)
                .Select(i => row.IsDBNull(i) ? null : row.GetString(i)).ToArray()),
            initial);
        foreach (var (key, values) in rows.Where(row => !IsToast(row.Key[0])))
        {
            Facts.Add(new CatalogFact(catalog.Name, string.Join(" / ", key), "exists"), "yes");
            for (var i = 0; i < values.Length; i++)
                Facts.Add(new CatalogFact(catalog.Name, string.Join(" / ", key), query.Compared[i].Name), values[i]);
        }
    }

    /// <summary>TOAST tables are named for numbers, and follow from their table.</summary>
    private static bool IsToast(string? key) => key is null || key.Contains(" pg_toast.", StringComparison.Ordinal);

    private static async Task<string> ValueAsync(NpgsqlConnection session, string sequence) =>
        (await RowsAsync(session, $"SELECT last_value || ' ' || is_called FROM {sequence}", row => row.GetString(0)))[0];

    private static async Task<List<T>> RowsAsync<T>(
        NpgsqlConnection session, string sql, Func<NpgsqlDataReader, T> read, params object[] values)
    {
        await using var batch = new NpgsqlBatch(session) { BatchCommands = { new NpgsqlBatchCommand(sql) } };
        foreach (var value in values)
            batch.BatchCommands[0].Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await batch.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }
}
