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
}
