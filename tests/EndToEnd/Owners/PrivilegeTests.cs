namespace ActorMigrate.EndToEnd.Tests.Owners;

public sealed class PrivilegeTests
{
    [Fact]
    public async Task The_targets_default_privileges_add_nothing_to_and_keep_nothing_from_what_arrives()
    {
        await using var scene = await RoleScene.SetAsync(("owner", ""), ("web", ""), ("viewer", ""), ("team", ""));
        await scene.ExecuteAsync(scene.Source, "GRANT <team> TO <owner>");
        await scene.ExecuteAsync(scene.Source, """
            CREATE SCHEMA app; CREATE TABLE public.t (id serial PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY, v text); CREATE TABLE app.secret (id int PRIMARY KEY);
            CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE app.p() LANGUAGE sql AS 'SELECT 1'; CREATE SEQUENCE public.sq;
            CREATE VIEW public.v AS SELECT * FROM public.t; CREATE MATERIALIZED VIEW public.m AS SELECT 1; CREATE DOMAIN public.d AS int; CREATE TYPE app.e AS ENUM ('a');
            GRANT SELECT ON public.v TO <web>; REVOKE EXECUTE ON PROCEDURE app.p() FROM PUBLIC; GRANT INSERT (v) ON public.t TO <viewer>;
            """, "owner");
        await scene.ExecuteAsync(scene.Source, "ALTER TABLE app.secret OWNER TO <team>; GRANT CREATE ON SCHEMA app TO <team>");
        await scene.ExecuteAsync(scene.Target, """
            ALTER DEFAULT PRIVILEGES FOR ROLE <owner> IN SCHEMA public GRANT ALL ON TABLES TO <web>;
            ALTER DEFAULT PRIVILEGES FOR ROLE <owner> IN SCHEMA public GRANT ALL ON SEQUENCES TO <web>;
            ALTER DEFAULT PRIVILEGES FOR ROLE <owner> IN SCHEMA public GRANT ALL ON FUNCTIONS TO <web>;
            ALTER DEFAULT PRIVILEGES FOR ROLE <owner> GRANT SELECT ON TABLES TO <viewer>, PUBLIC; ALTER DEFAULT PRIVILEGES FOR ROLE <owner> REVOKE DELETE ON TABLES FROM <owner>;
            ALTER DEFAULT PRIVILEGES FOR ROLE <owner> REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; ALTER DEFAULT PRIVILEGES FOR ROLE <owner> REVOKE USAGE ON TYPES FROM PUBLIC;
            ALTER DEFAULT PRIVILEGES FOR ROLE <owner> GRANT USAGE ON SCHEMAS TO <viewer>;
            """);
        await scene.MigrateAsync("owner");
        var dump = await scene.Target.PgDumpAsync("--schema-only");
        Assert.Equal(await scene.Source.PgDumpAsync("--schema-only"), string.Join('\n', WithoutDefaults(dump)));
    }

    [Fact]
    public async Task A_policy_for_a_role_that_was_dropped_is_not_opened_to_everybody()
    {
        await using var scene = await RoleScene.SetAsync(("gone", ""), ("kept", ""));
        await scene.ExecuteAsync(scene.Source, """
            CREATE TABLE a (id int PRIMARY KEY); INSERT INTO a VALUES (1); GRANT SELECT ON a TO <gone>, <kept>; CREATE TABLE b (id int); ALTER TABLE b OWNER TO <gone>;
            CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; GRANT EXECUTE ON FUNCTION f() TO <gone>;
            CREATE POLICY dangling ON a TO <gone> USING (true); CREATE POLICY half ON a TO <gone>, <kept> USING (true); CREATE POLICY everybody ON a USING (true);
            ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO <gone>;
            DELETE FROM pg_shdepend WHERE refobjid = '<gone>'::regrole; DROP ROLE <gone>;
            """);
        var run = await scene.MigrateAsync(null, 3);
        Assert.Contains("policy dangling on public.a", run.Printed, StringComparison.Ordinal);
        Assert.Contains("dropped in the source", run.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("Objects of this kind", run.Printed, StringComparison.Ordinal);
        Assert.Equal(
            scene.Named("everybody - half <kept>"),
            await scene.TargetAsync(
                "SELECT string_agg(polname || ' ' || array_to_string(polroles::regrole[], ','), ' ' ORDER BY polname) FROM pg_policy"));
        Assert.Equal("postgres", await scene.TargetAsync("SELECT relowner::regrole::text FROM pg_class WHERE relname = 'b'"));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 3)]
    public async Task Privileges_that_a_schema_of_the_target_lacks_and_the_role_cannot_grant_are_failures(bool hasThem, int exitCode)
    {
        const string Granted =
            "GRANT CREATE ON SCHEMA public TO <web>; REVOKE USAGE ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO <mover>;";
        await using var scene = await RoleScene.SetAsync(("mover", ""), ("web", ""));
        await scene.ExecuteAsync(scene.Source, $"CREATE TABLE t (id int PRIMARY KEY); GRANT SELECT ON t TO <mover>; {Granted}");
        await scene.ExecuteAsync(scene.Target, $"""
            DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO <mover>', current_database()); END $$;
            GRANT CREATE ON SCHEMA public TO <mover>; {(hasThem ? Granted : "")}
            """);
        var run = await scene.MigrateAsync("mover", exitCode, "--no-owner");
        string[] lacking = ["GRANT CREATE ON SCHEMA \"public\" TO \"<web>\";", "REVOKE USAGE ON SCHEMA \"public\" FROM PUBLIC;"];
        Assert.All(lacking, statement =>
            Assert.Equal(!hasThem, run.Printed.Contains(scene.Named(statement), StringComparison.Ordinal)));
    }

    private static IEnumerable<string> WithoutDefaults(string dump)
    {
        var skipped = false;
        foreach (var line in dump.Split('\n'))
        {
            if (line.StartsWith("-- Name: DEFAULT PRIVILEGES", StringComparison.Ordinal))
                skipped = true;
            if (line.StartsWith("-- Name: ", StringComparison.Ordinal) && !line.Contains("DEFAULT PRIVILEGES", StringComparison.Ordinal))
                skipped = false;
            if (line.StartsWith("-- PostgreSQL database dump complete", StringComparison.Ordinal))
                skipped = false;
            if (!skipped)
                yield return line;
        }
    }
}
