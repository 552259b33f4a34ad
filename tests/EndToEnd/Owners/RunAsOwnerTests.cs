namespace ActorMigrate.EndToEnd.Tests.Owners;

public sealed class RunAsOwnerTests
{
    /// <summary>What an unprivileged role of the source leaves for whoever migrates: it takes note of who runs it, and helps itself.</summary>
    private const string Trap = """
        CREATE TABLE public.witness (who name, super bool); GRANT ALL ON public.witness TO PUBLIC;
        SET ROLE <attacker>;
        CREATE FUNCTION public.vol() RETURNS void LANGUAGE plpgsql VOLATILE AS $$ BEGIN
          IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN ALTER ROLE <attacker> SUPERUSER; END IF;
          BEGIN PERFORM set_config('role', 'none', false); EXCEPTION WHEN insufficient_privilege THEN RETURN; END;
          IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN ALTER ROLE <attacker> SUPERUSER; END IF;
        END $$;
        CREATE FUNCTION public.idx(i int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM public.vol(); RETURN i; END $$;
        """;

    [Theory]
    [InlineData("an index on an expression", "CREATE TABLE t (id int, x int); INSERT INTO t VALUES (1, 1); CREATE INDEX ON t (public.idx(x))")]
    [InlineData("an index with a predicate", "CREATE TABLE t (id int, x int); INSERT INTO t VALUES (1, 1); CREATE INDEX ON t (id) WHERE public.idx(x) > 0")]
    [InlineData("an index of a partitioned table", "CREATE TABLE t (id int, x int) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t DEFAULT; INSERT INTO t VALUES (1, 1); CREATE INDEX ON t (public.idx(x))")]
    [InlineData("a constraint that excludes", "CREATE TABLE t (id int, x int); INSERT INTO t VALUES (1, 1); ALTER TABLE t ADD EXCLUDE USING btree (public.idx(x) WITH =)")]
    [InlineData("a materialized view", "CREATE MATERIALIZED VIEW m AS SELECT public.idx(1) AS i, public.vol() IS NULL AS v; CREATE INDEX ON m (public.idx(i))")]
    [InlineData("extended statistics", "CREATE TABLE t (id int, x int); INSERT INTO t SELECT g, g FROM generate_series(1, 100) g; CREATE STATISTICS s ON (public.idx(x)), id FROM t")]
    [InlineData("a policy, a trigger and a view", "CREATE TABLE t (id int); INSERT INTO t VALUES (1); CREATE POLICY p ON t USING (public.idx(id) > 0); ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; CREATE VIEW v AS SELECT public.idx(1) AS i")]
    public async Task The_code_of_the_source_runs_with_no_more_rights_than_its_owner_has(string kind, string objects)
    {
        await using var scene = await RoleScene.SetAsync(("attacker", ""));
        await scene.ExecuteAsync(scene.Source, "GRANT CREATE ON SCHEMA public TO <attacker>;" + Trap + objects);
        await scene.ExecuteAsync(scene.Source, "ALTER ROLE <attacker> NOSUPERUSER");
        await scene.MigrateAsync();
        Assert.True("false" == await scene.TargetAsync("SELECT rolsuper::text FROM pg_roles WHERE rolname = '<attacker>'"), kind);
        await scene.ShouldDumpAlikeAsync();
    }
}
