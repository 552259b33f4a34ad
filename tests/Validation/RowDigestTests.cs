using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;

namespace ActorMigrate.Validation.Tests;

public class RowDigestTests(PreparedDatabases prepared) : IClassFixture<PreparedDatabases>
{
    private const string Rows = """
        CREATE TABLE other (n int);
        INSERT INTO other VALUES (1);
        CREATE TABLE t (id int, a text, b text, f float8, bits bit(8), c char(4), raw bytea);
        INSERT INTO t SELECT i, 'a' || i, 'b' || i, i, B'10101010', 'c', '\x00ff' FROM generate_series(1, 100) AS i;
        INSERT INTO t VALUES (101, NULL, '', 0, B'00000000', ' ', '');
        """;

    private static readonly ValidationOptions Checksums = new(ValidationDepth.Checksums, long.MaxValue);

    [Theory]
    [InlineData("UPDATE t SET bits = B'10101011' WHERE id = 7")]
    [InlineData("UPDATE t SET a = 'A7' WHERE id = 7")]
    [InlineData("UPDATE t SET raw = '\\x01ff' WHERE id = 7")]
    [InlineData("DELETE FROM t WHERE id = 7")]
    [InlineData("INSERT INTO t VALUES (0)")]
    [InlineData("INSERT INTO t SELECT * FROM t WHERE id = 7")]
    [InlineData("INSERT INTO t SELECT * FROM t WHERE id = 7; DELETE FROM t WHERE id = 8")]
    [InlineData("INSERT INTO t SELECT t.* FROM t, generate_series(1, 2) WHERE id = 7; DELETE FROM t WHERE id IN (8, 9)")]
    [InlineData("UPDATE t SET a = CASE id WHEN 7 THEN 'a8' ELSE 'a7' END WHERE id IN (7, 8)")]
    [InlineData("UPDATE t SET a = b, b = a WHERE id = 7")]
    [InlineData("UPDATE t SET a = 'a7b', b = '7' WHERE id = 7")]
    [InlineData("UPDATE t SET a = 'a7,b7', b = '' WHERE id = 7")]
    [InlineData("UPDATE t SET a = '' WHERE a IS NULL")]
    [InlineData("UPDATE t SET b = NULL WHERE b = ''")]
    [InlineData("UPDATE t SET f = '-0' WHERE f = 0")]
    [InlineData("UPDATE t SET a = a || ' ' WHERE id = 7")]
    public async Task A_changed_row_is_found_and_its_table_named(string change)
    {
        var found = await CompareAsync(Rows, Rows + change);
        Assert.Equal([("other", (bool?)true, true), ("t", false, true)],
            found.Select(table => (table.Source.Name, table.Validated, table.Checksummed)));
    }

    [Theory]
    [InlineData("LATIN1", "UTF8")]
    [InlineData("UTF8", "UTF8")]
    public async Task Equal_values_are_equal_whatever_the_encoding_the_order_and_the_settings(string here, string there)
    {
        const string types = """
            CREATE TYPE mood AS ENUM ('süß', 'b'); CREATE TYPE pair AS (x text, y float8); CREATE DOMAIN code AS "char";
            """;
        const string values = """
            INSERT INTO t (a, b, c, d, e, f, g, h, i, j) SELECT 'é' || n, 'süß', ROW('ä,"'::text, (-n / 3.0)::float8)::pair, n / 7.0, now_is, '1 year 2 days', '\xff00', 12.34, (n - 25)::"char", ARRAY['x', NULL]
            FROM generate_series(1, 50) AS n, (VALUES ('2024-02-03 04:05:06+00'::timestamptz)) AS v (now_is) ORDER BY n
            """;
        var found = await CompareAsync(
            types + "CREATE TABLE t (a text, b mood, c pair, d float8, e timestamptz, f interval, g bytea, h money, i code, j text[]);"
                + values,
            types + "CREATE TABLE t (j text[], gone int, i code, h money, g bytea, f interval, e timestamptz, d float8, c pair, b mood, "
                + "a text); ALTER TABLE t DROP gone; ALTER TABLE t ALTER a SET STORAGE external;" + values + " DESC;"
            + """
            DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET DateStyle = german', current_database());
            EXECUTE format('ALTER DATABASE %I SET extra_float_digits = -5', current_database());
            EXECUTE format('ALTER DATABASE %I SET IntervalStyle = iso_8601', current_database());
            EXECUTE format('ALTER DATABASE %I SET bytea_output = escape', current_database());
            EXECUTE format('ALTER DATABASE %I SET timezone = ''Asia/Tokyo''', current_database()); END $$
            """,
            here, there);
        var table = Assert.Single(found);
        Assert.Null(table.Error);
        Assert.Equal((true, true, 50L), (table.Validated, table.Checksummed, table.SourceRows));
    }

    [Fact]
    public async Task A_table_above_the_size_is_counted_and_says_so()
    {
        var found = await CompareAsync(Rows, Rows + "UPDATE t SET a = 'A'", options: new ValidationOptions(ValidationDepth.Checksums, 0));
        Assert.Equal((true, false),
            (found.Single(table => table.Source.Name == "t").Validated, found.Single(table => table.Source.Name == "t").Checksummed));
    }

    [Fact]
    public async Task Tables_without_columns_and_partitioned_tables_are_checksummed()
    {
        const string sql = """
            CREATE TABLE nothing (); INSERT INTO nothing DEFAULT VALUES;
            CREATE TABLE p (n int, m int GENERATED ALWAYS AS (n + 1) STORED) PARTITION BY RANGE (n);
            CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
            CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
            INSERT INTO p SELECT generate_series(0, 19);
            """;
        var found = await CompareAsync(sql, sql + "UPDATE p SET n = 11 WHERE n = 12");
        Assert.All(found, table => Assert.True(table.Checksummed));
        Assert.Equal(["p2"], found.Where(table => table.Validated == false).Select(table => table.Source.Name));
    }

    [Fact]
    public async Task A_cast_to_text_that_a_user_defined_is_not_called()
    {
        const string sql = """
            CREATE TYPE pair AS (x int, y int);
            CREATE FUNCTION shout(pair) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called'; END $$;
            CREATE CAST (pair AS text) WITH FUNCTION shout(pair) AS IMPLICIT;
            CREATE TABLE t (p pair, q pair[]); INSERT INTO t VALUES ((1, 2), ARRAY[(3, 4)::pair]);
            """;
        var table = Assert.Single(await CompareAsync(sql, sql));
        Assert.Equal((null, true, true), (table.Error, table.Validated, table.Checksummed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Thousands_of_random_pairs_of_row_sets_have_equal_digests_only_where_they_are_equal(bool sameHashes)
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("""
            SELECT setseed(0.17);
            CREATE TABLE rows AS
            SELECT pair, side, (ARRAY['', ' ', 'a', 'b', ',', '"', '()', NULL])[1 + floor(random() * 8)] AS x,
                   (ARRAY['', ' ', 'a', 'b', ',', '"', '()', NULL])[1 + floor(random() * 8)] AS y
            FROM generate_series(1, 4000) AS pair, generate_series(0, 1) AS side, generate_series(1, 2) AS row;
            INSERT INTO rows SELECT pair + 4000, 0, x, y FROM rows WHERE side = 0;
            INSERT INTO rows SELECT pair, 1, x, y FROM rows WHERE pair > 4000 ORDER BY random();
            CREATE INDEX ON rows (pair, side);
            ANALYZE rows;
            """);
        var compared = new ComparedRows(new QualifiedName("public", "rows"), "WHERE rows.pair = wanted.pair AND rows.side = wanted.side",
            false, ["x", "y"]) { SameHashes = sameHashes };
        await using var open = database.As(Side.Source);
        await using var session = await open.OpenAsync(SessionPurpose.Validation, default);
        var text = await RowDigest.RowTextAsync(session, compared, default);
        var wrong = $"""
            WITH sides AS (
                SELECT wanted.pair, wanted.side, digest.sum, (SELECT array_agg(r.* ORDER BY r.x COLLATE "C", r.y COLLATE "C") FROM (SELECT x, y FROM public.rows WHERE pair = wanted.pair AND side = wanted.side) r) AS truth
                FROM (SELECT DISTINCT pair, side FROM public.rows) AS wanted, LATERAL ({RowDigest.Statement(text!, compared)}) AS digest (n, sum))
            SELECT count(*) FILTER (WHERE (a.sum = b.sum) <> (a.truth::text = b.truth::text)) || ' wrong of ' || count(*) || ', ' || (count(*) FILTER (WHERE a.sum = b.sum) >= 4000) FROM sides a JOIN sides b USING (pair) WHERE a.side = 0 AND b.side = 1
            """;
        await using var command = new Npgsql.NpgsqlCommand(wrong, session);
        Assert.Equal("0 wrong of 8000, true", await command.ExecuteScalarAsync());
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("UPDATE t SET w = 0 WHERE id = 2", false)]
    public async Task Bytes_that_an_encoding_takes_as_they_are_equal_those_of_a_source_without_one(string change, bool equal)
    {
        const string made = "CREATE TABLE t (id int PRIMARY KEY, v text, w int); INSERT INTO t SELECT n, convert_from('\\xe9ff'::bytea, "
            + "'{0}') || n, n FROM generate_series(1, 9) AS n;";
        var found = Assert.Single(await CompareAsync(
            made.Replace("{0}", "SQL_ASCII", StringComparison.Ordinal), made.Replace("{0}", "LATIN1", StringComparison.Ordinal) + change,
            "SQL_ASCII", "LATIN1"));
        Assert.Equal(equal, found.Validated == true);
        Assert.Equal(equal, found.Error is null);
    }

    private async Task<IReadOnlyList<TableSummary>> CompareAsync(
        string inSource, string inTarget, string here = "UTF8", string there = "UTF8", ValidationOptions? options = null)
    {
        var source = await prepared.GetAsync(inSource, new TestDatabaseOptions { Encoding = here, Locale = "C" });
        await using var target =
            await prepared.CreateAsync(inTarget, new TestDatabaseOptions { Encoding = there, Locale = "C" }, source);
        await using var from = source.As(Side.Source);
        await using var to = target.As(Side.Target);
        return [.. (await new DatabaseComparison(from, to, options ?? Checksums).RunAsync(new MigrationScope(), 2, _ => { }, default))
            .OrderBy(table => table.Source)];
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("UPDATE t SET b = set_byte(b, 69000000, 1) WHERE id = 1", false)]
    [InlineData("UPDATE t SET t = overlay(t PLACING 'y' FROM 69000000) WHERE id = 1", false)]
    [InlineData("UPDATE t SET b = NULL WHERE id = 1", false)]
    public async Task Long_values_of_bytes_and_text_are_compared(string change, bool equal)
    {
        const string sql = """
            CREATE DOMAIN long_bytes AS bytea;
            CREATE TABLE t (id int PRIMARY KEY, b long_bytes, t varchar);
            INSERT INTO t SELECT 1, convert_to(repeat('x', 70000000), 'UTF8'), repeat('x', 70000000); INSERT INTO t VALUES (2, '\x01', 'short');
            """;
        var table = Assert.Single(await CompareAsync(sql, sql + change));
        Assert.Equal((null, equal, true), (table.Error, table.Validated, table.Checksummed));
    }
}
