namespace ActorMigrate.EndToEnd.Tests.Exactness;

/// <summary>Settings of roles and databases that change what statements mean and how values are written.</summary>
public sealed class SettingsTests
{
    // What could not be set on a session of its own is left out: it would break the tests' own sessions, too.
    private static readonly (string Name, string Source, string Target)[] Hostile =
    [
        ("DateStyle", "'SQL, DMY'", "'German, YMD'"),
        ("IntervalStyle", "sql_standard", "iso_8601"),
        ("TimeZone", "'America/St_Johns'", "'Asia/Kathmandu'"),
        ("extra_float_digits", "'-15'", "'-15'"),
        ("bytea_output", "escape", "escape"),
        ("lc_monetary", "'C.utf8'", "'C'"),
        ("search_path", "nowhere", "pg_temp, nowhere"),
        ("statement_timeout", "'1ms'", "'1ms'"),
        ("lock_timeout", "'1ms'", "'1ms'"),
        ("idle_in_transaction_session_timeout", "'1ms'", "'1ms'"),
        ("idle_session_timeout", "'1ms'", "'1ms'"),
        ("row_security", "on", "off"),
        ("standard_conforming_strings", "off", "off"),
        ("array_nulls", "on", "off"),
        ("transform_null_equals", "off", "on"),
        ("xmloption", "document", "document"),
        ("quote_all_identifiers", "on", "on"),
        ("default_transaction_isolation", "serializable", "serializable"),
        ("default_transaction_read_only", "on", "off"),
        ("default_transaction_deferrable", "on", "on"),
        ("synchronous_commit", "on", "on"),
        ("check_function_bodies", "on", "on"),
        ("session_replication_role", "origin", "replica"),
        ("restrict_nonsystem_relation_kind", "'view'", "'view, foreign-table'"),
        ("default_toast_compression", "pglz", "lz4"),
        ("default_tablespace", "''", "''"),
        ("enable_seqscan", "off", "off"),
        ("enable_tidscan", "off", "off"),
    ];

    private const string Values = """
        CREATE TYPE pair AS (a int, b date);
        CREATE TABLE in_binary (
            d date, ts timestamp, tz timestamptz, i interval, f4 float4, f8 float8, b bytea, m money, a text[], x xml, n text,
            CONSTRAINT c CHECK (n = NULL OR n <> ''), g text GENERATED ALWAYS AS ('back\slash') STORED);
        INSERT INTO in_binary VALUES
            ('2024-01-02', '2024-02-03 04:05:06.789', '2024-03-04 05:06:07.8+05:45', '1 year -2 months 3 days -04:05:06.7', 0.1, 0.1, '\x00ff5c', 1234.56, '{a,NULL}', 'x', NULL),
            ('infinity', '0044-03-15 BC', '-infinity', '-1 day +00:00:01', 1.1, 1.2345678901234567, 'a\\b', -1, '{"NULL",null}', '<a/><b/>', 'x');
        CREATE TABLE in_text AS SELECT d, ts, tz, i, f4, f8, b, m, a, x, ROW(1, d)::pair AS forces_text, n FROM in_binary;
        CREATE INDEX partial ON in_text (n) WHERE (n = NULL) IS NULL AND d > '2024-01-02';
        CREATE TABLE large (id float8 PRIMARY KEY, d timestamptz DEFAULT '2024-01-02 03:04:05+00', i interval DEFAULT '1 day 02:00', filler text);
        INSERT INTO large SELECT i / 3.0, now(), '-1 day', repeat('x', 200) FROM generate_series(1, 2000) AS i;
        CREATE TABLE by_time (at timestamptz, i interval, filler text DEFAULT repeat('x', 200), PRIMARY KEY (at, i));
        INSERT INTO by_time SELECT timestamptz '2024-01-02 03:04:05+00' + i * interval '13 hours', i * interval '-1 month 1 day' FROM generate_series(1, 1000) AS i;
        """;

    [Fact]
    public async Task Settings_of_databases_change_nothing()
    {
        await using var pair = await Pair.OfAsync(Values);
        var dump = await pair.Source.PgDumpAsync("--schema-only");
        foreach (var (name, source, target) in Hostile)
        {
            await pair.Source.Server.ExecuteAsync($"ALTER DATABASE {pair.Source.Name} SET {name} = {source}");
            await pair.Target.Server.ExecuteAsync($"ALTER DATABASE {pair.Target.Name} SET {name} = {target}");
        }

        var summary = await pair.MigrateAsync(Strategy.Of(Migration.Options.PartitionBy.Keyset));
        await pair.Source.Server.ExecuteAsync($"ALTER DATABASE {pair.Source.Name} RESET ALL");
        await pair.Target.Server.ExecuteAsync($"ALTER DATABASE {pair.Target.Name} RESET ALL");
        Pair.AssertSucceeded(summary with { Findings = [] });
        await pair.AssertSameRowsAsync();
        Assert.Equal(dump, await pair.Target.PgDumpAsync("--schema-only"));
    }

    [Fact]
    public async Task Settings_of_roles_change_nothing()
    {
        await using var pair = await Pair.OfAsync(Values);
        foreach (var (name, source, target) in Hostile)
        {
            await pair.Source.Server.ExecuteAsync($"ALTER ROLE CURRENT_USER IN DATABASE {pair.Source.Name} SET {name} = {source}");
            await pair.Target.Server.ExecuteAsync($"ALTER ROLE CURRENT_USER IN DATABASE {pair.Target.Name} SET {name} = {target}");
        }

        var summary = await pair.MigrateAsync();
        await pair.Source.Server.ExecuteAsync($"ALTER ROLE CURRENT_USER IN DATABASE {pair.Source.Name} RESET ALL");
        await pair.Target.Server.ExecuteAsync($"ALTER ROLE CURRENT_USER IN DATABASE {pair.Target.Name} RESET ALL");
        Pair.AssertSucceeded(summary with { Findings = [] });
        await pair.AssertSameRowsAsync();
    }
}
