using ActorMigrate.EndToEnd.Tests.Owners;
using ActorMigrate.Migration.Options;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Checks;

/// <summary>Objects that the target has already, and which are used instead of made.</summary>
public sealed class ReusedObjectTests
{
    private const string Same = """
        CREATE DOMAIN inner_d AS varchar(9) COLLATE "C" DEFAULT 'a' NOT NULL CHECK (VALUE IN ('a', 'b')) CONSTRAINT named CHECK (VALUE ~ '^.'::text);
        CREATE DOMAIN outer_d AS inner_d[]; CREATE DOMAIN late AS int; ALTER DOMAIN late ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;
        CREATE TYPE pair AS (a text COLLATE "C", b int); CREATE TYPE span AS RANGE (subtype = float8, subtype_diff = float8mi, multirange_type_name = spans);
        CREATE VIEW guarded WITH (security_barrier) AS SELECT 1 AS a; ALTER VIEW guarded ALTER a SET DEFAULT 2; CREATE UNLOGGED SEQUENCE counter;
        CREATE TABLE t (i inner_d, o outer_d, l late, p pair, s span, ss spans);
        """;

    [Theory]
    [InlineData(15)]
    [InlineData(18)]
    public async Task Objects_of_the_same_form_are_used(int targetMajor)
    {
        await using var pair = await Pair.OfAsync(
            Same + "INSERT INTO t VALUES ('a', '{a,b}', 1, '(x,1)', '[1,2)', '{[1,2)}')", targetMajor);
        await pair.Target.ExecuteAsync(Same);

        await pair.MigrateExactlyAsync(Migrating.Defaults with { Existing = ExistingTables.Drop });

        if (targetMajor == TestServer.DefaultMajor)
            await pair.AssertSameDumpAsync();
    }

    [Theory]
    [InlineData("CREATE VIEW v WITH (security_barrier) AS SELECT 1 AS a", "CREATE VIEW v AS SELECT 1 AS a", "view public.v")]
    [InlineData("CREATE VIEW v WITH (security_invoker) AS SELECT 1 AS a", "CREATE VIEW v WITH (security_invoker = false) AS SELECT 1 AS a",
        "view public.v")]
    [InlineData("CREATE VIEW v AS SELECT 1 AS a; ALTER VIEW v ALTER a SET DEFAULT 5", "CREATE VIEW v AS SELECT 1 AS a", "view public.v")]
    [InlineData("CREATE SEQUENCE s INCREMENT 2", "CREATE SEQUENCE s", "sequence public.s")]
    [InlineData("CREATE UNLOGGED SEQUENCE s", "CREATE SEQUENCE s", "sequence public.s")]
    public async Task An_object_of_another_form_is_named_by_the_check_and_fails(string here, string there, string named)
    {
        await using var pair = await Pair.OfAsync(here + "; CREATE TABLE t (id int)");
        await pair.Target.ExecuteAsync(there);

        (await CheckRun.OfAsync(pair.Source, pair.Target, "--drop-existing-tables")).ShouldSay("names", "warn", named);
        var run = await Cli.MigrateAsync(pair.Source, pair.Target, "--drop-existing-tables");

        Assert.True(run.ExitCode == 3, run.Printed);
        Assert.Contains(named, run.Printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--drop-existing-tables")]
    [InlineData("--truncate-existing-tables")]
    public async Task A_table_that_could_not_be_filled_again_is_neither_dropped_nor_emptied(string flag)
    {
        await using var pair = await Pair.OfAsync(
            "CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE TYPE c AS (d d); CREATE TABLE t (c c); CREATE TABLE other (id int)");
        await pair.Target.ExecuteAsync(
            "CREATE DOMAIN d AS int; CREATE TYPE c AS (d d); CREATE TABLE t (c c); INSERT INTO t VALUES ('(1)'); "
                + "CREATE TABLE other (id int)");

        (await CheckRun.OfAsync(pair.Source, pair.Target, flag)).ShouldSay("names", "fail", "could not be filled again", "public.t.");
        var run = await Cli.MigrateAsync(pair.Source, pair.Target, flag);

        Assert.True(run.ExitCode == 2, run.Printed);
        Assert.Equal(1, await pair.Target.ScalarAsync<long>("SELECT count(*) FROM t"));
    }

    [Theory]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; COMMENT ON FUNCTION f() IS '{0}'",
        "function public.f() (its comment)")]
    [InlineData("CREATE VIEW v AS SELECT 1 AS a; COMMENT ON COLUMN v.a IS '{0}'", "view public.v (its comment)")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; GRANT EXECUTE ON FUNCTION f() TO pg_monitor, {1}",
        "function public.f() (GRANT EXECUTE ON FUNCTION \"public\".\"f\"() TO \"pg_read_all_data\")")]
    public async Task Comments_and_privileges_that_an_object_has_only_in_the_target_are_named(string made, string told)
    {
        string On(string side, string role) =>
            made.Replace("{0}", side, StringComparison.Ordinal).Replace("{1}", role, StringComparison.Ordinal);
        await using var pair = await Pair.OfAsync(On("here", "pg_monitor") + "; CREATE TABLE t (id int)");
        await pair.Target.ExecuteAsync(On("here", "pg_monitor"));
        (await CheckRun.OfAsync(pair.Source, pair.Target)).ShouldSay("names", "pass");
        await pair.Target.ExecuteAsync($"DROP FUNCTION IF EXISTS f(); DROP VIEW IF EXISTS v; {On("there", "pg_read_all_data")}");

        (await CheckRun.OfAsync(pair.Source, pair.Target)).ShouldSay("names", "warn", told);
    }

    [Theory]
    [InlineData("CREATE TYPE c AS (n int, w t); ALTER TYPE c OWNER TO <other>", "by composite type public.c")]
    [InlineData("CREATE PUBLICATION p FOR TABLE t", "by publication p")]
    public async Task What_the_role_may_not_drop_with_the_tables_is_named_before_anything_is_dropped(string made, string named)
    {
        await using var scene = await RoleScene.SetAsync(("mover", ""), ("other", ""));
        await scene.ExecuteAsync(scene.Source, $"CREATE TABLE t (id int); ALTER TABLE t OWNER TO <mover>; {made}");
        await scene.ExecuteAsync(
            scene.Target, $"GRANT ALL ON SCHEMA public TO <mover>; CREATE TABLE t (id int); ALTER TABLE t OWNER TO <mover>; {made}");
        await scene.ExecuteAsync(scene.Target, $"GRANT CREATE ON DATABASE \"{scene.Target.Name}\" TO <mover>");

        var check = await CheckRun.OfAsync(
            scene.UriOf(scene.Source, null), scene.UriOf(scene.Target, "mover"), "--drop-existing-tables");

        check.ShouldSay("names", "fail", scene.Named("The role <mover> may not drop"), named);
    }

    // Each object is there with the same form and owner, and the role that migrates has a privilege on it that it may not pass on.
    [Theory]
    [InlineData("FUNCTION f(int)", "EXECUTE", "function public.f(integer)")]
    [InlineData("TYPE e", "USAGE", "enum public.e")]
    public async Task A_grant_that_changes_nothing_is_a_failure_until_the_owner_has_granted(string granted, string privilege, string named)
    {
        const string Objects = "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TYPE e AS ENUM ('a'); "
            + "ALTER FUNCTION f(int) OWNER TO <other>; ALTER TYPE e OWNER TO <other>;";
        await using var scene = await RoleScene.SetAsync(("mover", ""), ("other", ""), ("web", ""));
        await scene.ExecuteAsync(
            scene.Source, $"{Objects} CREATE TABLE t (id int); ALTER TABLE t OWNER TO <mover>; GRANT {privilege} ON {granted} TO <web>");
        await scene.ExecuteAsync(scene.Target, $"GRANT ALL ON SCHEMA public TO <mover>; {Objects}");
        await scene.ExecuteAsync(scene.Target, $"GRANT CREATE ON DATABASE \"{scene.Target.Name}\" TO <mover>");

        var run = await Cli.MigrateAsync(scene.UriOf(scene.Source, null), scene.UriOf(scene.Target, "mover"), "--drop-existing-tables");

        Assert.True(run.ExitCode == 3, run.Printed);
        Assert.Contains($"privileges {named}: no privileges were granted", run.Printed, StringComparison.Ordinal);
        Assert.Contains(scene.Named($"GRANT {privilege} ON "), run.Printed, StringComparison.Ordinal);

        await scene.ExecuteAsync(scene.Target, $"GRANT {privilege} ON {granted} TO <web>");
        var resumed = await Cli.RunAsync(
            ["resume", "--source", scene.UriOf(scene.Source, null), "--target", scene.UriOf(scene.Target, "mover")], [], default);
        Assert.True(resumed.ExitCode == 0, resumed.Printed);
    }
}
