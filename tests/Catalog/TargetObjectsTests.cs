using ActorMigrate.Migration.Options;

namespace ActorMigrate.Catalog.Tests;

public sealed class TargetObjectsTests
{
    private const string Rare = """
        CREATE SCHEMA s; SET search_path = s;
        CREATE TYPE pair AS (a int, b int); CREATE TABLE t (id int PRIMARY KEY, p pair);
        CREATE FUNCTION pair_eq(pair, pair) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a = ($2).a';
        CREATE FUNCTION pair_cmp(pair, pair) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a - ($2).a';
        CREATE OPERATOR === (FUNCTION = pair_eq, LEFTARG = pair, RIGHTARG = pair);
        CREATE OPERATOR FAMILY fam USING hash; CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
        CREATE FUNCTION to_pair(int) RETURNS pair LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1, 0)::pair'; CREATE CAST (int AS pair) WITH FUNCTION to_pair(int);
        CREATE COLLATION german (provider = icu, locale = 'de'); CREATE TEXT SEARCH CONFIGURATION conf (COPY = pg_catalog.simple); CREATE TEXT SEARCH DICTIONARY dict (TEMPLATE = simple);
        CREATE FOREIGN DATA WRAPPER fdw_again; CREATE SERVER srv_again FOREIGN DATA WRAPPER fdw_again OPTIONS (host 'h');
        CREATE PUBLICATION pub FOR TABLE t; CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
        CREATE FUNCTION ev() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER ev_again ON ddl_command_end EXECUTE FUNCTION ev();
        CREATE TYPE base; CREATE FUNCTION base_in(cstring) RETURNS base LANGUAGE internal IMMUTABLE STRICT AS 'int4in'; CREATE FUNCTION base_out(base) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
        CREATE TYPE base (INPUT = base_in, OUTPUT = base_out, LIKE = int4);
        """;

    [Theory]
    [InlineData(null)]
    [InlineData("renamed")]
    public async Task A_second_run_leaves_what_is_there_in_the_same_form(string? renamed)
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Rare);
        var scope = new MigrationScope
            { SchemaMap = renamed is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["s"] = renamed } };
        await roundtrip.MigrateAsync(scope);
        Assert.Empty(roundtrip.Executor.Failures);
        await roundtrip.MigrateAsync(scope, existing: ExistingTables.Truncate);
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Contains("event trigger ev_again", roundtrip.Executor.Found);
        if (renamed is null)
            await roundtrip.AssertSameDumpAsync();
    }

    [Fact]
    public async Task An_object_in_another_form_does_not_count_as_the_same()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Rare);
        await roundtrip.Target.ExecuteAsync(
            "CREATE SCHEMA s; CREATE AGGREGATE s.total (int) (SFUNC = int4mul, STYPE = int, INITCOND = '1')");
        await roundtrip.MigrateAsync(existing: ExistingTables.Truncate);
        Assert.StartsWith("aggregate s.total(integer): function \"total\" already exists with same argument types",
            roundtrip.Executor.Failures[0], StringComparison.Ordinal);
    }

    private const string View = "CREATE MATERIALIZED VIEW s.v{0} AS SELECT 1 AS a, 'x'::text AS b WITH DATA";
    private const string Statistics = "CREATE TABLE s.t (a int, b int); CREATE STATISTICS s.st ON a, b FROM s.t";

    [Theory]
    [InlineData(View, " WITH (fillfactor = 70)", " WITH (fillfactor = 80)", "materialized view s.v (its options or access method)")]
    [InlineData(View, "", " WITH (autovacuum_enabled = off)", "materialized view s.v (its options or access method)")]
    [InlineData(View, " WITH (toast.autovacuum_enabled = off)", "", "materialized view s.v (its options or access method)")]
    [InlineData(View, " USING heap_again", "", "materialized view s.v (its options or access method)")]
    [InlineData(View + "; ALTER MATERIALIZED VIEW s.v{1} ALTER b SET STATISTICS {2}", "7", "8",
        "materialized view s.v (properties of its columns)")]
    [InlineData(Statistics + "; ALTER STATISTICS s.st SET STATISTICS {2}", "7", "8", "statistics s.st on s.t (its statistics target)")]
    [InlineData(Statistics + "; ALTER STATISTICS s.st SET STATISTICS {2}", "7", "-1", "statistics s.st on s.t (its statistics target)")]
    [InlineData(Statistics + "; COMMENT ON STATISTICS s.st IS '{2}'", "here", "there", "statistics s.st on s.t (its comment)")]
    public async Task An_object_of_the_same_form_that_differs_beside_it_is_told(string made, string here, string there, string told)
    {
        string Made(string side) => "CREATE SCHEMA s; CREATE ACCESS METHOD heap_again TYPE TABLE HANDLER heap_tableam_handler; "
            + made.Replace("{0}", side.StartsWith(' ') ? side : "", StringComparison.Ordinal)
                .Replace("{1}", "", StringComparison.Ordinal).Replace("{2}", side, StringComparison.Ordinal);
        await using var same = await SchemaRoundtrip.OfAsync(Made(here));
        await same.Target.ExecuteAsync(Made(here));
        Assert.Empty(await same.DifferencesAsync());
        await using var other = await SchemaRoundtrip.OfAsync(Made(here));
        await other.Target.ExecuteAsync(Made(there));
        Assert.Equal([told], await other.DifferencesAsync());
    }

    [Fact]
    public async Task The_order_of_a_views_options_says_nothing()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(
            "CREATE SCHEMA s; CREATE MATERIALIZED VIEW s.v WITH (fillfactor = 70, parallel_workers = 2) AS SELECT 1 AS a");
        await roundtrip.Target.ExecuteAsync(
            "CREATE SCHEMA s; CREATE MATERIALIZED VIEW s.v WITH (parallel_workers = 2, fillfactor = 70) AS SELECT 1 AS a");
        Assert.Empty(await roundtrip.DifferencesAsync());
    }

    [Theory]
    [InlineData("COMMENT ON SCHEMA s IS 'it''s'", "COMMENT ON SCHEMA s IS 'other'", "IS 'it''s';")]
    [InlineData("COMMENT ON SCHEMA s IS 'here'", "", "IS 'here';")]
    [InlineData("", "COMMENT ON SCHEMA s IS 'there'", "IS NULL;")]
    [InlineData("", "COMMENT ON SCHEMA public IS 'there'", "IS 'standard public schema';")]
    [InlineData("COMMENT ON SCHEMA public IS 'here'", "", null)]
    [InlineData("COMMENT ON SCHEMA s IS 'same'", "COMMENT ON SCHEMA s IS 'same'", null)]
    public async Task A_kept_schema_with_another_comment_is_told(string here, string there, string? typed)
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync($"CREATE SCHEMA s; {here}");
        await roundtrip.Target.ExecuteAsync($"CREATE SCHEMA s; {there}");
        await roundtrip.MigrateAsync();
        Assert.Empty(roundtrip.Executor.Failures);
        if (typed is null)
            Assert.Empty(roundtrip.Plan.Findings);
        else
            Assert.EndsWith(typed, Assert.Single(roundtrip.Plan.Findings).Remedy, StringComparison.Ordinal);
    }
}
