using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.EndToEnd.Tests.Exactness;

public sealed class EncodingTests
{
    private const string Latin = """
        CREATE TYPE pair AS (a text);
        CREATE TABLE "tàble" (id int PRIMARY KEY, "çolumn" text DEFAULT 'é', c char(3), n name);
        INSERT INTO "tàble" SELECT i, chr(i) || 'x' || chr(i), chr(i), chr(i) FROM generate_series(160, 255) AS i;
        CREATE TABLE in_text AS SELECT *, ROW("çolumn")::pair AS p, ARRAY["çolumn"] AS a FROM "tàble";
        CREATE TABLE large (k text PRIMARY KEY, filler text);
        INSERT INTO large SELECT chr(160 + i % 96) || i, repeat(chr(160 + i % 96), 100) FROM generate_series(1, 1000) AS i;
        """;

    [Fact]
    public async Task Latin1_arrives_in_utf8()
    {
        await using var pair = await Pair.OfAsync(Latin, sourceEncoding: "LATIN1", targetEncoding: "UTF8");
        await pair.MigrateExactlyAsync(Strategy.Of(PartitionBy.Keyset));
        Assert.Equal("éxé", await pair.Target.ScalarAsync<string>("""SELECT "çolumn" FROM "tàble" WHERE id = 233"""));
    }

    [Fact]
    public async Task Latin1_arrives_in_latin1()
    {
        await using var pair = await Pair.OfAsync(Latin, sourceEncoding: "LATIN1", targetEncoding: "LATIN1");
        await pair.MigrateExactlyAsync(Strategy.Of(PartitionBy.Ntile));
    }

    [Theory]
    [InlineData("SQL_ASCII")]
    [InlineData("UTF8")]
    public async Task Sql_ascii_that_is_utf8_arrives(string targetEncoding)
    {
        await using var pair = await Pair.OfAsync(
            "CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'ünï日本'), (2, 'plain')", sourceEncoding: "SQL_ASCII",
            targetEncoding: targetEncoding);
        await pair.MigrateExactlyAsync();
    }

    [Theory]
    [InlineData("SQL_ASCII")]
    [InlineData("UTF8")]
    [InlineData("LATIN1")]
    public async Task Names_beyond_ascii_arrive_in_sql_ascii(string sourceEncoding)
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TYPE "färbe" AS ENUM ('grün', 'weiß'); CREATE TABLE "tàble" ("çolumn" int PRIMARY KEY, f "färbe", v text DEFAULT 'é' CHECK (v <> 'ß'));
            INSERT INTO "tàble" VALUES (1, 'grün', 'ñ'), (2, 'weiß', 'plain'); CREATE INDEX "ïndex" ON "tàble" ((v || 'ü')); COMMENT ON TABLE "tàble" IS 'ÿ';
            CREATE FUNCTION "fün"("ä" text) RETURNS text LANGUAGE sql AS $$ SELECT "ä" || 'é' $$; CREATE VIEW "vïew" AS SELECT 'ö'::text AS "ö" FROM "tàble";
            """, sourceEncoding: sourceEncoding, targetEncoding: "SQL_ASCII");
        await pair.MigrateExactlyAsync();
        Assert.Equal("ÿ", await pair.Target.ScalarAsync<string>("SELECT obj_description('\"tàble\"'::regclass)"));
    }

    [Fact]
    public async Task Names_beyond_ascii_of_sql_ascii_are_refused_for_a_target_in_whose_encoding_copy_cannot_name_them()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE plain (id int PRIMARY KEY); CREATE TABLE "tàble" (id int PRIMARY KEY); CREATE TABLE other ("çolumn" int PRIMARY KEY);
            """, sourceEncoding: "SQL_ASCII", targetEncoding: "LATIN1");

        var refused = await Assert.ThrowsAsync<RefusedException>(() => pair.MigrateAsync());

        Assert.Contains("public.tàble", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("public.plain", refused.Message, StringComparison.Ordinal);
        Assert.Contains("UTF8", refused.Remedy, StringComparison.Ordinal);
        Assert.True(await pair.Target.ScalarAsync<bool>("SELECT to_regclass('plain') IS NULL"));
    }

    [Fact]
    public async Task Bytes_of_no_known_encoding_arrive_in_sql_ascii()
    {
        await using var pair = await Pair.OfAsync(UnknownBytes, sourceEncoding: "SQL_ASCII", targetEncoding: "SQL_ASCII");
        await pair.MigrateExactlyAsync();
    }

    [Theory]
    [InlineData("COMMENT ON TABLE t IS ''a' || bytes || '''", "table public.t")]
    [InlineData("ALTER TABLE t ALTER v SET DEFAULT ''a' || bytes || '''", "default value for column v of table public.t")]
    [InlineData("CREATE TABLE \"a' || bytes || '\" (id int)", "table public.\"a\\xE9\\xFF\\x80\"")]
    [InlineData(
        "CREATE VIEW \"a' || bytes || '\" AS SELECT v FROM t; COMMENT ON COLUMN t.v IS ''\\100''", "view public.\"a\\xE9\\xFF\\x80\"")]
    [InlineData("CREATE TYPE e AS ENUM (''a' || bytes || '''); COMMENT ON TABLE t IS ''ü''", "type public.e")]
    [InlineData("CREATE FUNCTION f() RETURNS text LANGUAGE sql AS ''SELECT 1 /* ' || bytes || ' */::text''", "function public.f()")]
    public async Task A_definition_that_is_not_utf8_is_refused_by_name_before_anything_is_touched(string statement, string named)
    {
        await using var pair = await Pair.OfAsync(
            $"""
            CREATE TABLE t (v text);
            DO $do$ DECLARE bytes text = convert_from('\xe9ff80'::bytea, 'SQL_ASCII'); BEGIN EXECUTE '{statement}'; END $do$;
            """, sourceEncoding: "SQL_ASCII", targetEncoding: "SQL_ASCII");
        var refused = await Assert.ThrowsAsync<RefusedException>(() => pair.MigrateAsync());
        Assert.Contains($" hold bytes that cannot be read as UTF-8: {named}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("SET client_encoding", refused.Remedy, StringComparison.Ordinal);
        Assert.True(await pair.Target.ScalarAsync<bool>("SELECT to_regclass('t') IS NULL"));
    }

    [Fact]
    public async Task Bytes_of_no_known_encoding_that_the_targets_encoding_takes_are_the_same_there()
    {
        await using var pair = await Pair.OfAsync(UnknownBytes, sourceEncoding: "SQL_ASCII", targetEncoding: "LATIN1");
        Pair.AssertSucceeded(await pair.MigrateAsync() with { Findings = [] });
        Assert.Equal("e9ff80", await pair.Target.ScalarAsync<string>(
            "SELECT encode(convert_to(bad, 'LATIN1'), 'hex') FROM in_text WHERE id = 2"));
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_fail_their_table_and_no_other()
    {
        await using var pair = await Pair.OfAsync(UnknownBytes, sourceEncoding: "SQL_ASCII", targetEncoding: "UTF8");
        await AssertFailedAsync(pair, "22021");
    }

    [Theory]
    [InlineData("LATIN1")]
    [InlineData("EUC_JP")]
    public async Task Characters_that_the_targets_encoding_lacks_fail_their_table_and_no_other(string targetEncoding)
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TYPE pair AS (a text);
            CREATE TABLE in_binary (id int PRIMARY KEY, bad text);
            INSERT INTO in_binary VALUES (1, 'fine'), (2, 'not fine: €');
            CREATE TABLE in_text (id int PRIMARY KEY, forces_text pair, other text, bad text);
            INSERT INTO in_text VALUES (1, NULL, 'ü', 'fine'), (2, ROW('é'), 'ä', 'not fine: €');
            CREATE TABLE good (id int PRIMARY KEY, v text);
            INSERT INTO good VALUES (1, 'é');
            """, sourceEncoding: "UTF8", targetEncoding: targetEncoding);
        await AssertFailedAsync(pair, "22P05");
    }

    [Theory]
    [InlineData("CREATE TABLE \"a€\" (id int)", "table public.a€")]
    [InlineData("CREATE TABLE t (\"a€\" int)", "table public.t")]
    [InlineData("CREATE SCHEMA \"s€\"; CREATE VIEW \"s€\".v AS SELECT 1 AS a", "schema s€, view s€.v")]
    [InlineData("CREATE TABLE t (id int); COMMENT ON TABLE t IS 'costs €'", "table public.t")]
    [InlineData("CREATE TYPE e AS ENUM ('é', '€')", "enum public.e")]
    public async Task Definitions_with_characters_that_the_targets_encoding_lacks_are_refused_by_name(string made, string named)
    {
        await using var pair = await Pair.OfAsync(
            $"CREATE TABLE good (v text DEFAULT 'é'); {made}", sourceEncoding: "UTF8", targetEncoding: "LATIN1");

        var refused = await Assert.ThrowsAsync<RefusedException>(() => pair.MigrateAsync());

        Assert.EndsWith($"lacks characters of names, definitions or comments (€): {named}.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("UTF8", refused.Remedy, StringComparison.Ordinal);
        Assert.True(await pair.Target.ScalarAsync<bool>("SELECT to_regclass('good') IS NULL"));
    }

    // chr() refuses these bytes; a conversion that does nothing lets them pass.
    private const string UnknownBytes = """
        CREATE TYPE pair AS (a text);
        CREATE TABLE in_binary (id int PRIMARY KEY, bad text);
        INSERT INTO in_binary VALUES (1, 'fine'), (2, convert_from('\xe9ff80'::bytea, 'SQL_ASCII'));
        CREATE TABLE in_text AS SELECT id, NULL::pair AS forces_text, 'x'::text AS other, bad FROM in_binary;
        CREATE TABLE good (id int PRIMARY KEY, v text);
        INSERT INTO good VALUES (1, 'fine');
        """;

    private static async Task AssertFailedAsync(Pair pair, string sqlState)
    {
        var summary = await pair.MigrateAsync();
        Assert.Equal(Outcome.FinishedWithFailures, summary.Outcome);
        Assert.Equal(["in_binary", "in_text"], summary.Tables.Where(table => !table.Success).Select(table => table.Source.Name));
        foreach (var table in summary.Tables.Where(table => !table.Success))
        {
            Assert.Contains(sqlState, table.Error);
            Assert.Contains(table.Source.Name, table.Error);
            Assert.Contains("column bad", table.Error);
        }
        Assert.Equal(1, await pair.Target.ScalarAsync<long>("SELECT count(*) FROM good"));
        Assert.Equal(0, await pair.Target.ScalarAsync<long>("SELECT (SELECT count(*) FROM in_binary) + (SELECT count(*) FROM in_text)"));
    }
}
