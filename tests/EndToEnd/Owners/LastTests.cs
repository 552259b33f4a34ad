using ActorMigrate.Migration;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Owners;

public sealed class LastTests
{
    [Fact]
    public async Task A_table_that_the_target_refuses_takes_along_what_needs_it_and_nothing_else()
    {
        await using var pair = await Pair.OfAsync(
            """
            CREATE DOMAIN d AS int; ALTER DOMAIN d ADD CONSTRAINT d_pos CHECK (value > 0) NOT VALID;
            CREATE DOMAIN used AS int; ALTER DOMAIN used ADD CONSTRAINT used_pos CHECK (value > 0) NOT VALID;
            CREATE FUNCTION et() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
            CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION et();
            CREATE TABLE refused (a int, b bigint DEFAULT pg_stat_get_bgwriter_requested_checkpoints());
            CREATE TABLE forced (a used[] PRIMARY KEY); INSERT INTO forced VALUES ('{1,2}'); ALTER TABLE forced ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            CREATE TABLE child (c d) INHERITS (refused);
            """, targetMajor: 18);
        var summary = await pair.MigrateAsync();
        Assert.Equal(
            "e|used_pos|true",
            await pair.Target.ScalarAsync<string>(
                "SELECT (SELECT string_agg(evtname, ',') FROM pg_event_trigger) || '|' || (SELECT string_agg(conname, ',') FROM "
                    + "pg_constraint WHERE oid >= 16384 AND contypid <> 0 AND contype = 'c') || '|' || (SELECT relforcerowsecurity FROM "
                    + "pg_class WHERE relname = 'forced')"));
        Assert.DoesNotContain(summary.Findings, finding => finding.Object.Contains("used_pos", StringComparison.Ordinal)
            || finding.Object.Contains("event trigger", StringComparison.Ordinal));
        Assert.Contains(summary.Findings, finding => finding.Object.Contains("refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_trigger_is_made_after_everything_else_whatever_became_of_that()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE gone (a bigint DEFAULT pg_stat_get_bgwriter_requested_checkpoints()); ALTER TABLE gone ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (0); CREATE MATERIALIZED VIEW refused AS SELECT 1 / (id + 1) AS x FROM t; UPDATE t SET id = -1;
            REVOKE ALL ON refused FROM postgres; CREATE TABLE forced (a int); ALTER TABLE forced ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; REVOKE INSERT ON forced FROM postgres;
            CREATE FUNCTION et() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'too early'; END $$;
            CREATE EVENT TRIGGER one ON ddl_command_end WHEN TAG IN ('ALTER TABLE', 'GRANT', 'REVOKE', 'CREATE MATERIALIZED VIEW') EXECUTE FUNCTION et();
            CREATE EVENT TRIGGER two ON sql_drop EXECUTE FUNCTION et();
            """, targetMajor: 18);
        var summary = await pair.MigrateAsync();
        Assert.Equal(Outcome.FinishedWithFailures, summary.Outcome);
        Assert.Equal(
            "one,two|true",
            await pair.Target.ScalarAsync<string>(
                "SELECT (SELECT string_agg(evtname, ',' ORDER BY evtname) FROM pg_event_trigger) || '|' || (SELECT relforcerowsecurity "
                    + "FROM pg_class WHERE relname = 'forced')"));
        Assert.Contains(summary.Findings, finding => finding.Object.Contains("refresh public.refused", StringComparison.Ordinal));
        Assert.DoesNotContain(summary.Findings, finding => finding.Object.Contains("event trigger", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_role_that_cannot_be_made_takes_along_its_own_settings_and_nothing_else()
    {
        await using var scene = await RoleScene.SetAsync(("owner", "CREATEROLE"), ("app", ""));
        await using var other = (await TestServer.StartOwnAsync());
        var target = TestServer.Of(other);
        await target.ExecuteAsync(scene.Named("CREATE ROLE <owner> LOGIN PASSWORD 's3cret'"));
        await target.ExecuteAsync(scene.Named("CREATE DATABASE there OWNER <owner>"));
        await using var there = TestDatabase.At(target, "there");
        await scene.ExecuteAsync(scene.Source, $"""
            GRANT <app> TO <owner>; ALTER ROLE <app> SET work_mem = '8MB'; ALTER DATABASE "{scene.Source.Name}" SET timezone = 'UTC';
            ALTER ROLE <app> IN DATABASE "{scene.Source.Name}" SET search_path = 'app'; COMMENT ON DATABASE "{scene.Source.Name}" IS 'x';
            ALTER DATABASE "{scene.Source.Name}" CONNECTION LIMIT 90;
            """);
        await scene.ExecuteAsync(scene.Source, "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)", "owner");
        var run = await Cli.MigrateAsync(scene.UriOf(scene.Source, "owner"), scene.UriOf(there, "owner"), "--roles", "--database-settings");
        Assert.True(run.ExitCode == 3, run.Printed);
        Assert.Contains(scene.Named("<app>"), run.Printed, StringComparison.Ordinal);
        Assert.Contains(
            scene.Named("role <owner>: The target has this role already, and it stays NOSUPERUSER INHERIT NOCREATEROLE"), run.Printed,
            StringComparison.Ordinal);
        Assert.Equal(
            "{TimeZone=UTC} x 90 1",
            await there.ScalarAsync<string>(
                "SELECT (SELECT setconfig::text FROM pg_db_role_setting WHERE setrole = 0) || ' ' || shobj_description(oid, "
                    + "'pg_database') || ' ' || datconnlimit || ' ' || (SELECT count(*) FROM t) FROM pg_database WHERE "
                    + "datname = current_database()"));
    }
}
