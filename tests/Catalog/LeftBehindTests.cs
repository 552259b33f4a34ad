namespace ActorMigrate.Catalog.Tests;

/// <summary>Objects that cannot be carried over are named.</summary>
public sealed class LeftBehindTests
{
    [Fact]
    public async Task A_schema_by_the_name_of_the_ledgers_is_named_and_a_ledger_is_a_finding()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("CREATE SCHEMA actormigrate; CREATE TABLE actormigrate.mine (id int);");
        await roundtrip.MigrateAsync();
        Assert.Equal(["schema actormigrate"], roundtrip.Plan.NotMigrated.Select(left => $"{left.Kind} {left.Name}"));

        await roundtrip.Source.ExecuteAsync("CREATE TABLE actormigrate.migration (id int); CREATE TABLE actormigrate.task (id int)");
        await roundtrip.MigrateAsync();
        Assert.Empty(roundtrip.Plan.NotMigrated);
        Assert.Equal(["schema actormigrate"], roundtrip.Plan.Findings.Select(finding => finding.Object));
    }

    [Fact]
    public async Task A_table_whose_columns_cannot_keep_their_order_is_a_finding()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE TABLE parent (a int); CREATE TABLE child (own int) INHERITS (parent); CREATE TABLE same (own int) INHERITS (parent);
            ALTER TABLE parent ADD COLUMN later int; INSERT INTO child VALUES (1, 2, 3); ALTER TABLE same DROP COLUMN own;
            """);
        await roundtrip.MigrateAsync();
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Empty(roundtrip.Plan.NotMigrated);
        Assert.Equal(["table public.child"], roundtrip.Plan.Findings.Select(finding => finding.Object));
        Assert.Equal("1 2 3", await roundtrip.Target.ScalarAsync<string>("SELECT concat_ws(' ', a, own, later) FROM child"));
    }

    [Fact]
    public async Task Objects_that_users_made_in_schemas_of_the_server_are_named()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            SET allow_system_table_mods = on;
            CREATE SCHEMA pg_own;
            CREATE FUNCTION pg_own.f() RETURNS int LANGUAGE sql RETURN 1;
            CREATE TABLE pg_catalog.notes (id serial PRIMARY KEY, t text CHECK (t <> ''));
            CREATE INDEX classes ON pg_catalog.pg_class (relpages);
            CREATE VIEW information_schema.mine AS SELECT 1 AS one;
            CREATE FUNCTION pg_catalog.cast_it(int) RETURNS bool LANGUAGE sql RETURN $1 > 1;
            CREATE DOMAIN pg_catalog.positive AS int CHECK (VALUE > 0);
            CREATE FUNCTION pg_catalog.there() RETURNS int LANGUAGE sql RETURN 1;
            CREATE COLLATION pg_catalog.imported (provider = libc, locale = 'C');
            """);
        await roundtrip.Target.ExecuteAsync(
            "CREATE FUNCTION pg_catalog.there() RETURNS int LANGUAGE sql RETURN 1; "
            + "CREATE COLLATION pg_catalog.imported (provider = libc, locale = 'C')");
        await roundtrip.MigrateAsync();
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Equal(
            ["function pg_catalog.cast_it(integer)", "function pg_own.f()", "index pg_catalog.classes", "table pg_catalog.notes",
             "type pg_catalog.positive", "view information_schema.mine"],
            roundtrip.Plan.NotMigrated.Select(left => $"{left.Kind} {left.Name}").Order(StringComparer.Ordinal));
        Assert.All(roundtrip.Plan.NotMigrated, left => Assert.Contains("a schema of the server", left.Reason, StringComparison.Ordinal));
    }
}
