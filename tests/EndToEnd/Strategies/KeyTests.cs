using ActorMigrate.Migration.Options;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Strategies;

/// <summary>Tables with keys of all kinds, and without, split into partitions in every way.</summary>
public sealed class KeyTests(KeyTests.Keyed keyed) : IClassFixture<KeyTests.Keyed>
{
    [Fact]
    public async Task Tables_with_any_key_or_none_arrive_in_ranges_of_ctid() =>
        await MigrateAsync(PartitionBy.Ctid, TestServer.DefaultMajor);

    [Fact]
    public async Task Tables_with_any_key_arrive_by_ntile_in_a_renamed_schema() => await MigrateAsync(
        PartitionBy.Ntile, TestServer.DefaultMajor, new MigrationScope { SourceSchema = "public", TargetSchema = "The New One" });

    [Fact]
    public async Task Tables_with_any_key_arrive_by_keyset_in_a_newer_server() => await MigrateAsync(PartitionBy.Keyset, 18);

    private async Task MigrateAsync(PartitionBy by, int targetMajor, MigrationScope? scope = null)
    {
        scope ??= new MigrationScope();
        await using var target = await TestDatabase.CreateAsync(targetMajor, new TestDatabaseOptions { Side = TestSide.Target });
        var summary = await Migrating.RunAsync(keyed.Database, target, Strategy.Of(by) with { Scope = scope });
        Pair.AssertSucceeded(summary);
        Assert.Equal(await Contents.OfAsync(keyed.Database, scope.MapSchema), await Contents.OfAsync(target));
        Assert.Equal([], summary.Tables.Where(table => table.Partitions < 2).Select(table => table.Source.Name));
    }

    public sealed class Keyed : IAsyncLifetime
    {
        // Each line: a table's name, its key's type, and the key of row i.
        private static readonly (string Table, string Type, string Key)[] SingleKeys =
        [
            ("by_bigint_with_gaps", "bigint", "i * i * 1000 - 5000"),
            ("by_smallint", "smallint", "(i - 500)::smallint"),
            ("by_numeric", "numeric",
                "CASE i WHEN 1 THEN 'NaN' WHEN 2 THEN 'Infinity' WHEN 3 THEN '-Infinity' ELSE (i * "
                    + "1.000000000000000000001)::text END::numeric"),
            ("by_numeric_scale", "numeric(12,3)", "i / 7.0"),
            ("by_float8", "float8",
                "CASE i WHEN 1 THEN 'NaN' WHEN 2 THEN 'Infinity' WHEN 3 THEN '-Infinity' WHEN 4 THEN '-0' WHEN 5 THEN '5e-324' "
                    + "ELSE (i / 3.0)::text END::float8"),
            ("by_float4", "float4", "(i / 3.0)::float4"),
            ("by_text", "text",
                "CASE i WHEN 1 THEN '' WHEN 2 THEN E'\\\\N' WHEN 3 THEN E'\\\\.' WHEN 4 THEN E'\\t\\n\\r' WHEN 5 THEN "
                    + "$q$'\"\\\\$q$ ELSE md5(i::text) END"),
            ("by_text_in_icu", "text COLLATE \"en-x-icu\"",
                "chr(64 + i % 60) || repeat(chr(945 + i % 20), i % 3) || CASE i % 4 WHEN 0 THEN '-' WHEN 1 THEN ' ' ELSE '' END || i"),
            ("by_text_in_c", "text COLLATE \"C\"", "chr(64 + i % 60) || chr(228 + i % 10) || i"),
            ("by_varchar", "varchar(40)", "'k' || md5(i::text)"),
            ("by_char", "char(12)", "'k' || i"),
            ("by_name", "name", "('n' || i)::name"),
            ("by_uuid", "uuid", "md5(i::text)::uuid"),
            ("by_bytea", "bytea", "decode(md5(i::text), 'hex') || '\\x0027225c'::bytea"),
            ("by_timestamptz", "timestamptz",
                "CASE i WHEN 1 THEN 'infinity' WHEN 2 THEN '-infinity' ELSE (timestamptz '2024-03-30 22:00:00.123456+00' + i * interval "
                    + "'7 minutes')::text END::timestamptz"),
            ("by_timestamp", "timestamp(3)", "timestamp '0044-03-15 BC' + i * interval '0.001 seconds'"),
            ("by_date", "date", "date '0001-01-01 BC' + i * 1000"),
            ("by_time", "time", "time '00:00' + i * interval '1 second'"),
            ("by_timetz", "timetz", "timetz '00:00+05:30' + i * interval '1 second'"),
            ("by_interval", "interval", "i * interval '1 month 3 days -4 hours'"),
            ("by_money", "money", "(i * 1234.56)::numeric::money"),
            ("by_inet", "inet", "inet '10.0.0.0/8' + i"),
            ("by_macaddr", "macaddr", "lpad(to_hex(i), 12, '0')::macaddr"),
            ("by_bit", "bit(16)", "i::bit(16)"),
            ("by_varbit", "varbit", "('1' || i::bit(12)::text)::varbit"),
            ("by_oid", "oid", "i::oid"),
            ("by_lsn", "pg_lsn", "('A/' || to_hex(i))::pg_lsn"),
            ("by_xid8", "xid8", "i::text::xid8"),
            ("by_range", "int4range", "int4range(i, i + 3)"),
            ("by_multirange", "int4multirange", "int4multirange(int4range(i, i + 3))"),
            ("by_array", "text[]", "ARRAY['a,\"' || i, NULL, '{}']"),
            ("by_jsonb", "jsonb", "jsonb_build_object('k', i, 'l', '\\')"),
            ("by_tsvector", "tsvector", "to_tsvector('simple', 'word' || i)"),
            ("by_domain", "\"Do main\"", "'d' || i"),
            ("by_composite", "\"Pair\"", "ROW(i, 'x,\"' || i)::\"Pair\""),
            ("by_range_of_domain", "\"Ran ge\"", "\"Ran ge\"(i, i + 1)"),
            ("by_citext", "citext", "CASE i % 4 WHEN 0 THEN 'a' WHEN 1 THEN 'B' WHEN 2 THEN 'c' ELSE 'D' END || lpad(i::text, 5, '0')"),
            ("by_citexts", "citext[]", "ARRAY[CASE i % 3 WHEN 0 THEN 'x' ELSE 'Y' END || lpad(i::text, 5, '0')]::citext[]"),
            ("by_domain_of_citext", "\"Any case\"", "CASE i % 2 WHEN 0 THEN 'key' ELSE 'KEZ' END || lpad(i::text, 5, '0')"),
            ("by_composite_of_citext", "\"Any pair\"", "ROW(i % 7, CASE i % 2 WHEN 0 THEN 'abc' ELSE 'ABD' END || i)::\"Any pair\""),
            ("by_hstore", "hstore", "hstore(CASE i % 2 WHEN 0 THEN 'a' ELSE 'B' END, i::text)"),
            ("by_ltree", "ltree", "('top.n' || i % 10 || '.m' || i)::ltree"),
        ];

        private TestDatabase? database;

        public TestDatabase Database => database!;

        public async Task InitializeAsync()
        {
            database = await TestDatabase.CreateAsync();
            await database.ExecuteAsync(Types + string.Concat(SingleKeys.Select(Table)) + Others);
        }

        public Task DisposeAsync() => Database.DisposeAsync().AsTask();

        private const string Types = """
            CREATE DOMAIN "Do main" AS text COLLATE "C" CHECK (VALUE <> '');
            CREATE TYPE "Pair" AS (n int, t text);
            CREATE TYPE "Ran ge" AS RANGE (subtype = numeric);
            CREATE COLLATION "No case" (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
            CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE EXTENSION ltree;
            CREATE DOMAIN "Any case" AS citext; CREATE TYPE "Any pair" AS (n int, t citext);
            CREATE TYPE "Color" AS ENUM ('red', 'green', 'b l u e', 'it''s');
            """;

        private const string Others = """
            CREATE TABLE by_two (a int, b text, c date, filler text DEFAULT repeat('x', 100), PRIMARY KEY (b, a));
            INSERT INTO by_two SELECT i % 7, 'b' || i % 300, date '2024-01-01' + i FROM generate_series(1, 1000) AS i ON CONFLICT DO NOTHING;
            CREATE TABLE by_enum (color "Color", n int, filler text DEFAULT repeat('x', 100), PRIMARY KEY (color, n));
            CREATE TABLE by_text_and_citext (k citext, n int, filler text DEFAULT repeat('x', 100), PRIMARY KEY (k, n));
            INSERT INTO by_text_and_citext SELECT CASE i % 2 WHEN 0 THEN 'abc' ELSE 'ABD' END, i FROM generate_series(1, 1000) AS i;
            INSERT INTO by_enum SELECT (enum_range(NULL::"Color"))[1 + i % 4], i FROM generate_series(1, 1000) AS i;
            CREATE TABLE by_booleans (a boolean, b boolean, n int, filler text DEFAULT repeat('x', 100), PRIMARY KEY (a, b, n));
            INSERT INTO by_booleans SELECT i % 2 = 0, i % 3 = 0, i FROM generate_series(1, 1000) AS i;
            CREATE TABLE by_deferrable (gone int, k int, filler text DEFAULT repeat('x', 100), PRIMARY KEY (k) INCLUDE (filler) DEFERRABLE INITIALLY DEFERRED);
            ALTER TABLE by_deferrable DROP COLUMN gone;
            INSERT INTO by_deferrable SELECT i FROM generate_series(1, 1000) AS i;
            CREATE TABLE by_domain_in_other_collation (k "Do main" COLLATE "en-x-icu" PRIMARY KEY, filler text DEFAULT repeat('x', 100));
            INSERT INTO by_domain_in_other_collation SELECT chr(64 + i % 60) || i FROM generate_series(1, 1000) AS i;
            CREATE TABLE by_text_without_case (k text COLLATE "No case" PRIMARY KEY, filler text DEFAULT repeat('x', 100));
            INSERT INTO by_text_without_case SELECT CASE i % 2 WHEN 0 THEN 'Key' ELSE 'KEY' END || i FROM generate_series(1, 1000) AS i;
            CREATE TABLE actormigrate_tile (actormigrate_tile int, actormigrate_rows int, tiles int, tiled int, chunk int, ntile int,
                filler text DEFAULT repeat('x', 100), PRIMARY KEY (tiles, actormigrate_rows, actormigrate_tile, chunk, tiled, ntile));
            INSERT INTO actormigrate_tile SELECT i % 5, i, i % 3, i, i % 2, i FROM generate_series(1, 1000) AS i;
            CREATE TABLE chunk (chunk text PRIMARY KEY, k1 int, tile int, filler text DEFAULT repeat('x', 100));
            INSERT INTO chunk SELECT 'c' || i, i, i FROM generate_series(1, 1000) AS i;
            CREATE TABLE without_key (n int, filler text DEFAULT repeat('x', 100)) WITH (autovacuum_enabled = off);
            INSERT INTO without_key SELECT i % 10 FROM generate_series(1, 2000) AS i;
            CREATE TABLE analysed_and_grown (k int PRIMARY KEY, filler text DEFAULT repeat('x', 100)) WITH (autovacuum_enabled = off);
            INSERT INTO analysed_and_grown SELECT generate_series(1, 300);
            ANALYZE analysed_and_grown;
            INSERT INTO analysed_and_grown SELECT generate_series(301, 2000);
            CREATE TABLE mostly_deleted (k int PRIMARY KEY, filler text DEFAULT repeat('x', 100)) WITH (autovacuum_enabled = off);
            INSERT INTO mostly_deleted SELECT generate_series(1, 3000);
            DELETE FROM mostly_deleted WHERE k BETWEEN 10 AND 2990;
            """;

        private static string Table((string Table, string Type, string Key) table) => $"""
            CREATE TABLE {table.Table} (k {table.Type} PRIMARY KEY, filler text DEFAULT repeat('x', 100));
            INSERT INTO {table.Table} (k) SELECT {table.Key} FROM generate_series(1, 1000) AS i;
            DELETE FROM {table.Table} WHERE ctid >= '(3,0)' AND ctid < '(6,0)';

            """;
    }
}
