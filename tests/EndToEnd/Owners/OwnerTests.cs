namespace ActorMigrate.EndToEnd.Tests.Owners;

public sealed class OwnerTests
{
    private const string TeamObjects = """
        CREATE TABLE app.t (id serial PRIMARY KEY, v text); INSERT INTO app.t (v) SELECT 'x' FROM generate_series(1, 5);
        CREATE TABLE app.u (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, t int REFERENCES app.t) PARTITION BY RANGE (id);
        CREATE TABLE app.u1 PARTITION OF app.u FOR VALUES FROM (0) TO (100); INSERT INTO app.u (t) VALUES (1), (2);
        CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE app.p() LANGUAGE sql AS 'SELECT 1';
        CREATE VIEW app.v AS SELECT * FROM app.t; CREATE MATERIALIZED VIEW app.mv AS SELECT * FROM app.t; CREATE INDEX ON app.mv (id);
        CREATE TYPE app.ty AS (a int); CREATE TYPE app.e AS ENUM ('a'); CREATE DOMAIN app.d AS int; CREATE SEQUENCE app.s;
        CREATE TYPE app.r AS RANGE (subtype = int); CREATE AGGREGATE app.ag(int) (sfunc = int4pl, stype = int);
        CREATE STATISTICS app.st ON id, v FROM app.t; CREATE COLLATION app.c FROM "C"; CREATE TEXT SEARCH CONFIGURATION app.tc (copy = simple);
        CREATE OPERATOR app.## (leftarg = int, rightarg = int, function = int4pl); CREATE POLICY p ON app.t USING (true);
        CREATE FUNCTION app.tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
        CREATE TRIGGER tr BEFORE INSERT ON app.t FOR EACH ROW EXECUTE FUNCTION app.tf();
        """;

    [Fact]
    public async Task A_member_migrates_what_its_team_owns()
    {
        await using var scene = await RoleScene.SetAsync(("owner", ""), ("team", ""));
        await scene.ExecuteAsync(scene.Source, "GRANT <team> TO <owner>; CREATE SCHEMA app AUTHORIZATION <team>");
        await scene.ExecuteAsync(scene.Source, TeamObjects, "team");
        await scene.MigrateAsync("owner");
        await scene.ShouldDumpAlikeAsync();
    }

    [Fact]
    public async Task A_superuser_migrates_what_others_own_without_being_left_with_any_of_it()
    {
        await using var scene = await RoleScene.SetAsync(("team", ""), ("reader", ""));
        await scene.ExecuteAsync(scene.Source, "CREATE SCHEMA app AUTHORIZATION <team>");
        await scene.ExecuteAsync(
            scene.Source, TeamObjects + "GRANT SELECT ON app.t TO <reader>; REVOKE ALL ON app.u, app.u1 FROM <team>;", "team");
        await scene.MigrateAsync();
        await scene.ShouldDumpAlikeAsync();
        await scene.ExecuteAsync(scene.Target, "DROP TRIGGER tr ON app.t; ALTER FUNCTION app.f() OWNER TO <reader>");
        await scene.MigrateAsync(null, 0, "--truncate-existing-tables");
        await scene.ShouldDumpAlikeAsync();
    }

    [Fact]
    public async Task A_role_that_may_not_give_something_away_is_told_of_that_alone()
    {
        await using var scene = await RoleScene.SetAsync(("owner", ""), ("team", ""), ("other", ""));
        await scene.ExecuteAsync(scene.Source, """
            GRANT <team> TO <owner>; CREATE SCHEMA app AUTHORIZATION <owner>; CREATE SCHEMA closed AUTHORIZATION <owner>;
            CREATE TABLE app.t (id int PRIMARY KEY); CREATE TABLE closed.t (id int PRIMARY KEY, a int REFERENCES app.t);
            CREATE INDEX ON app.t ((id + 1)); CREATE MATERIALIZED VIEW app.m AS SELECT * FROM app.t;
            ALTER TABLE app.t OWNER TO <other>; ALTER TABLE closed.t OWNER TO <team>; GRANT ALL ON app.t TO <owner>; ALTER MATERIALIZED VIEW app.m OWNER TO <owner>;
            """);
        var run = await scene.MigrateAsync("owner", 3);
        Assert.Contains("owner table app.t", run.Printed, StringComparison.Ordinal);
        Assert.Contains("owner table closed.t", run.Printed, StringComparison.Ordinal);
        Assert.Equal(
            scene.Named("app.m <owner>, app.t <owner>, closed.t <owner>"),
            await scene.TargetAsync(
                "SELECT string_agg(oid::regclass || ' ' || relowner::regrole, ', ' ORDER BY oid::regclass::text) FROM pg_class WHERE "
                    + "relnamespace::regnamespace::text IN ('app', 'closed') AND relkind IN ('r', 'm')"));
        Assert.Equal("2", await scene.TargetAsync(
            "SELECT count(*)::text FROM pg_constraint WHERE contype IN ('f', 'p') AND conrelid = 'closed.t'::regclass"));
    }

    [Fact]
    public async Task A_role_that_reads_everything_is_enough_on_the_source()
    {
        await using var scene = await RoleScene.SetAsync(("reader", "BYPASSRLS"), ("team", ""));
        await scene.ExecuteAsync(scene.Source, "GRANT pg_read_all_data TO <reader>; CREATE SCHEMA app AUTHORIZATION <team>");
        await scene.ExecuteAsync(
            scene.Source, TeamObjects + "ALTER TABLE app.t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;", "team");
        var run = await Cli.MigrateAsync(scene.UriOf(scene.Source, "reader"), scene.UriOf(scene.Target, null));
        Assert.True(run.ExitCode == 0, run.Printed);
        await scene.ShouldDumpAlikeAsync();
    }

    [Fact]
    public async Task Nothing_is_taken_from_the_role_that_migrates_without_owners()
    {
        await using var scene = await RoleScene.SetAsync(("owner", ""), ("admin", "SUPERUSER"));
        await scene.ExecuteAsync(scene.Source, "ALTER SCHEMA public OWNER TO <admin>");
        await scene.ExecuteAsync(scene.Source,
            "CREATE TABLE t (id serial PRIMARY KEY, a int); INSERT INTO t (a) SELECT g FROM generate_series(1, 10) g", "admin");
        var run = await Cli.MigrateAsync(scene.UriOf(scene.Source, "admin"), scene.UriOf(scene.Target, "owner"), "--no-owner");
        Assert.True(run.ExitCode == 0, run.Printed);
        Assert.Equal("10", await scene.TargetAsync("SELECT count(*)::text FROM t"));
        Assert.Equal("true", await scene.TargetAsync("SELECT has_schema_privilege('<owner>', 'public', 'CREATE')::text"));
    }
}
