using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Script;

/// <summary><c>actormigrate schema</c>: what it prints makes the same schema, by psql alone.</summary>
public sealed class SchemaScriptTests
{
    private const string Everything = """
        CREATE EXTENSION hstore; CREATE SCHEMA shop; CREATE SCHEMA "odd
        ; \! echo 'schema'";
        COMMENT ON SCHEMA public IS 'the usual place';
        CREATE TYPE shop.mood AS ENUM ('sad', 'it''s \fine'); CREATE DOMAIN shop.mail AS text CHECK (VALUE ~ '@\w+');
        CREATE FUNCTION shop.twice(int) RETURNS int LANGUAGE sql IMMUTABLE RETURN $1 * 2;
        CREATE FUNCTION shop.body() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN -- ; \q
            RETURN NEW; END $f$;
        CREATE TABLE shop.t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, m shop.mood DEFAULT 'sad', e shop.mail, h hstore, twice int GENERATED ALWAYS AS (shop.twice(1)) STORED, CHECK (id > 0));
        CREATE TABLE "odd
        ; \! echo 'schema'"."table
        ; \! echo 'name'" (id serial, t int REFERENCES shop.t ON DELETE CASCADE DEFERRABLE, "co:lumn" text DEFAULT ':co');
        COMMENT ON TABLE "odd
        ; \! echo 'schema'"."table
        ; \! echo 'name'" IS E'two\nlines; \\! echo';
        CREATE TABLE p (id int, d date) PARTITION BY RANGE (d); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO (MAXVALUE); CREATE INDEX ON p (id);
        CREATE INDEX ON shop.t (shop.twice(id)) WHERE id > 7; CREATE STATISTICS shop.st ON id, m FROM shop.t;
        CREATE VIEW v AS SELECT t.*, 'shop.t'::regclass AS name FROM shop.t; CREATE MATERIALIZED VIEW mv AS SELECT count(*) FROM v;
        CREATE TRIGGER tg BEFORE INSERT ON shop.t FOR EACH ROW EXECUTE FUNCTION shop.body();
        CREATE RULE ru AS ON DELETE TO v DO INSTEAD (DELETE FROM p WHERE id = old.id; DELETE FROM shop.t WHERE t.id = old.id);
        CREATE POLICY po ON shop.t USING (id > 3); ALTER TABLE shop.t ENABLE ROW LEVEL SECURITY;
        CREATE PUBLICATION pub FOR TABLE shop.t; GRANT SELECT ON shop.t TO PUBLIC;
        INSERT INTO p VALUES (1, '2024-02-02'); SELECT setval('shop.t_id_seq', 41);
        """;

    [Fact]
    public async Task The_script_makes_the_same_schema_in_an_empty_database_and_no_rows()
    {
        await using var pair = await Pair.OfAsync(Everything);
        var run = await PrintAsync(pair.Source);
        Assert.True(run.ExitCode == 0, run.Error);
        await PsqlScript.RunAsync(pair.Target, run.Out);
        await pair.AssertSameDumpAsync();
        Assert.Equal(0, await pair.Target.ScalarAsync<long>("SELECT count(*) FROM p"));
        Assert.Equal(41, await pair.Target.ScalarAsync<long>("SELECT last_value FROM shop.t_id_seq"));
        Assert.Contains("tables: table shop.t\n", run.Out, StringComparison.Ordinal);
        run.ShouldKeepSecrets();
    }

    [Fact]
    public async Task It_makes_types_of_extensions_and_checks_of_partitions_once()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE SCHEMA ext; CREATE EXTENSION lo SCHEMA ext; CREATE EXTENSION tablefunc SCHEMA ext; CREATE EXTENSION dblink SCHEMA ext; CREATE EXTENSION cube SCHEMA ext; CREATE EXTENSION earthdistance SCHEMA ext; CREATE EXTENSION citext SCHEMA ext;
            CREATE TABLE uses (l ext.lo, c ext.tablefunc_crosstab_2[], e ext.earth, r ext.dblink_pkey_results, t ext.citext); CREATE VIEW v AS SELECT (r).colname, CASE t WHEN 'x' THEN 1 END AS x FROM uses;
            CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (-1); INSERT INTO p VALUES (-1); ALTER TABLE p ADD CONSTRAINT pos CHECK (a > 0) NOT VALID;
            """);
        var run = await PrintAsync(pair.Source);
        Assert.True(run.ExitCode == 0, run.Error);
        await PsqlScript.RunAsync(pair.Target, run.Out);
        await pair.AssertSameDumpAsync();
    }

    [Fact]
    public async Task It_takes_the_scope_and_the_new_name_that_a_migration_takes()
    {
        await using var pair =
            await Pair.OfAsync(
                "CREATE SCHEMA a; CREATE TABLE a.t (id serial PRIMARY KEY); CREATE TABLE a.u (t int REFERENCES a.t); CREATE "
                    + "TABLE a.x (); CREATE SCHEMA b");
        var run = await PrintAsync(pair.Source, "--source-schema", "a", "--target-schema", "new", "--exclude-tables", "x");
        Assert.Equal(0, run.ExitCode);
        await PsqlScript.RunAsync(pair.Target, run.Out);
        await pair.Source.ExecuteAsync("DROP SCHEMA b; DROP TABLE a.x; ALTER SCHEMA a RENAME TO new");
        await pair.AssertSameDumpAsync();
    }

    [Theory]
    [InlineData("12")]
    [InlineData("19")]
    [InlineData("x")]
    public async Task A_version_that_is_not_known_is_bad_usage(string version)
    {
        (await Cli.RunAsync("schema", "--source", "host=/nowhere", "--target-version", version)).ShouldRefuse(1, version, "13 to 18");
    }

    [Fact]
    public async Task A_source_that_cannot_be_reached_is_refused_with_the_cause()
    {
        (await Cli.RunAsync("schema", "--source", "postgresql://u:s3cret@127.0.0.1:1/x")).ShouldRefuse(2, "connection refused");
    }

    private static Task<CommandRun> PrintAsync(TestDatabase source, params string[] flags) =>
        Cli.RunAsync(["schema", "--source", source.Noted().Uri, .. flags]);
}
