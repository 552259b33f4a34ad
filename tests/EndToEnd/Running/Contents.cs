using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>The contents of a database, every row of every table, in no order: for each table the number of its rows and the sum of their
/// hashes. Two databases with the same lines hold the same rows.</summary>
internal static class Contents
{
    private const string Settings = """
        SET search_path = pg_catalog; SET row_security = off; SET client_min_messages = warning; SET statement_timeout = 0;
        SET DateStyle = 'ISO, MDY'; SET IntervalStyle = postgres; SET TimeZone = 'UTC'; SET lc_monetary = 'C';
        SET extra_float_digits = 3; SET bytea_output = hex;
        """;

    // The columns come by name: a child table's have another order in a copy.
    private const string Tables = """
        SELECT nspname, relname, quote_ident(nspname) || '.' || quote_ident(relname),
               coalesce((SELECT string_agg('"a row".' || quote_ident(attname), ', ' ORDER BY attname COLLATE "C") FROM pg_attribute WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped), '')
          FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
         WHERE (relkind = 'r' OR relkind = 'm' AND relispopulated) AND nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'actormigrate')
         ORDER BY nspname COLLATE "C", relname COLLATE "C"
        """;

    /// <summary>A line a table, by name; <paramref name="schemaAs"/> gives a schema another name,
    /// to compare it with its renamed copy.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(TestDatabase database, Func<string, string>? schemaAs = null)
    {
        await using var session = await database.OpenAsync();
        return await OfAsync(session, schemaAs);
    }

    /// <summary>The same of what a session sees.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(NpgsqlConnection session, Func<string, string>? schemaAs = null)
    {
        // Bytes that are in no known encoding are hashed as they are; all others as UTF-8.
        var encoding = session.PostgresParameters["server_encoding"] == "SQL_ASCII" ? "SQL_ASCII" : "UTF8";
        await ExecuteAsync(session, $"{Settings} SET client_encoding = '{encoding}'");
        var lines = new List<string>();
        foreach (var (schema, name, reference, columns) in await TablesAsync(session))
            lines.Add($"{schemaAs?.Invoke(schema) ?? schema}.{name}: {await HashAsync(session, reference, columns)}");
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static async Task<string> HashAsync(NpgsqlConnection session, string table, string columns)
    {
        // The alias must be no column's name.
        var sql = $"""
            SELECT count(*) || ' rows, hash ' || coalesce(sum(('x' || left(md5(textsend(ROW({columns})::text)), 16))::bit(64)::bigint::numeric), 0)
              FROM ONLY {table} AS "a row"
            """;
        await using var command = new NpgsqlCommand(sql, session) { CommandTimeout = 0 };
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<List<(string Schema, string Name, string Reference, string Columns)>> TablesAsync(NpgsqlConnection session)
    {
        await using var command = new NpgsqlCommand(Tables, session);
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<(string, string, string, string)>();
        while (await reader.ReadAsync())
            tables.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)));
        return tables;
    }

    private static async Task ExecuteAsync(NpgsqlConnection session, string sql)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync();
    }
}
