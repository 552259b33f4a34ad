namespace ActorMigrate.EndToEnd.Tests.Owners;

/// <summary>Functions that the owner of a table may not call any more, although the table's parts call them: the right was taken after
/// these were made, in the source as in the target.</summary>
public sealed class LostExecutionTests
{
    [Fact]
    public async Task Objects_that_call_a_function_which_their_owner_has_lost_are_made_before_the_right_is_taken()
    {
        await using var scene = await RoleScene.SetAsync(("app", ""), ("other", ""));
        await scene.ExecuteAsync(scene.Source, """
            CREATE FUNCTION of_admin(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1 + 1; END';
            CREATE FUNCTION through(int) RETURNS int LANGUAGE sql IMMUTABLE RETURN of_admin($1);
            CREATE FUNCTION open_to_app(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
            CREATE TABLE t (id int CONSTRAINT c CHECK (of_admin(id) > 0), g int GENERATED ALWAYS AS (of_admin(id)) STORED, CHECK (open_to_app(id) > 0));
            INSERT INTO t SELECT generate_series(1, 100);
            CREATE INDEX ON t (of_admin(id)); CREATE INDEX ON t (id) WHERE through(id) > 5; CREATE STATISTICS st ON of_admin(id), (id + 1) FROM t;
            CREATE TABLE parted (id int) PARTITION BY RANGE (of_admin(id)); CREATE TABLE part PARTITION OF parted FOR VALUES FROM (0) TO (9); INSERT INTO parted VALUES (1);
            CREATE VIEW v AS SELECT through(id) AS id FROM t; CREATE MATERIALIZED VIEW m AS SELECT of_admin(1) AS a;
            ALTER TABLE t OWNER TO <app>; ALTER TABLE parted OWNER TO <app>; ALTER TABLE part OWNER TO <app>; ALTER MATERIALIZED VIEW m OWNER TO <app>;
            REVOKE EXECUTE ON FUNCTION of_admin(int), through(int), open_to_app(int) FROM PUBLIC; GRANT EXECUTE ON FUNCTION of_admin(int) TO <other>; GRANT EXECUTE ON FUNCTION open_to_app(int) TO <app>;
            """);

        await scene.MigrateAsync();

        await scene.ShouldDumpAlikeAsync();

        // Now the target's roles have lost their rights, too.
        await scene.ExecuteAsync(scene.Source, "INSERT INTO t SELECT generate_series(101, 200)");
        await scene.ExecuteAsync(scene.Target, "DROP INDEX t_of_admin_idx; ALTER TABLE t DROP CONSTRAINT c; DROP STATISTICS st");

        await scene.MigrateAsync(null, 0, "--truncate-existing-tables");

        await scene.ShouldDumpAlikeAsync();
    }

    [Fact]
    public async Task A_refresh_over_a_target_reads_what_its_owner_has_lost_there()
    {
        await using var scene = await RoleScene.SetAsync(("app", ""));
        await scene.ExecuteAsync(scene.Source, """
            CREATE TABLE t (id int); INSERT INTO t VALUES (1); ALTER TABLE t OWNER TO <app>;
            CREATE MATERIALIZED VIEW m AS SELECT id FROM t; ALTER MATERIALIZED VIEW m OWNER TO <app>; REVOKE ALL ON t, m FROM <app>;
            """);
        await scene.MigrateAsync();
        await scene.ExecuteAsync(
            scene.Source,
            "INSERT INTO t VALUES (2); GRANT SELECT ON t TO <app>; REFRESH MATERIALIZED VIEW m; REVOKE ALL ON t FROM <app>");

        await scene.MigrateAsync(null, 0, "--truncate-existing-tables");

        await scene.ShouldDumpAlikeAsync();
        Assert.Equal(2, await scene.Target.ScalarAsync<long>("SELECT count(*) FROM m"));
    }

    [Fact]
    public async Task Rows_that_follow_the_schema_are_refreshed_and_analyzed_for_owners_who_have_lost_rights_there()
    {
        await using var scene = await RoleScene.SetAsync(("app", ""), ("other", ""));
        await scene.ExecuteAsync(scene.Source, """
            CREATE SCHEMA s AUTHORIZATION <other>; GRANT USAGE ON SCHEMA s TO <app>;
            CREATE TABLE s.parent (id int PRIMARY KEY); INSERT INTO s.parent SELECT generate_series(1, 100);
            CREATE TABLE s.t (id int PRIMARY KEY, p int REFERENCES s.parent, secret text); INSERT INTO s.t SELECT g, g, 'x' FROM generate_series(1, 100) g;
            CREATE FUNCTION closed(i int, OUT o int) LANGUAGE plpgsql IMMUTABLE AS 'BEGIN o := i + 1; END';
            CREATE INDEX by_closed ON s.t (closed(id)); CREATE STATISTICS s.st ON closed(id), (p + 1) FROM s.t;
            CREATE VIEW s.v AS SELECT id, closed(p) AS p FROM s.t;
            CREATE MATERIALIZED VIEW s.m AS SELECT count(*) AS n, sum(p) AS p FROM s.v; CREATE MATERIALIZED VIEW s.on_m AS SELECT n FROM s.m;
            ALTER TABLE s.parent OWNER TO <other>; ALTER TABLE s.t OWNER TO <app>; ALTER VIEW s.v OWNER TO <app>; ALTER FUNCTION closed OWNER TO <other>;
            ALTER MATERIALIZED VIEW s.m OWNER TO <app>; ALTER MATERIALIZED VIEW s.on_m OWNER TO <app>; ALTER STATISTICS s.st OWNER TO <app>;
            REVOKE ALL ON s.t, s.v, s.m, s.on_m FROM <app>; REVOKE ALL ON s.parent FROM <other>; GRANT SELECT ON s.m TO <other>;
            REVOKE EXECUTE ON FUNCTION closed FROM PUBLIC; REVOKE ALL ON FUNCTION closed FROM <other>; REVOKE USAGE ON SCHEMA s FROM <app>;
            """);

        await scene.MigrateAsync(null, 0, "--schema-only");
        await scene.ShouldDumpAlikeAsync("--schema-only");
        await scene.MigrateAsync(null, 0, "--data-only");

        await scene.ShouldDumpAlikeAsync();
        await scene.ShouldBeAlikeAsync(
            "SELECT format('%s %s %s', (SELECT count(*) FROM s.t), (SELECT m FROM s.m), (SELECT n FROM s.on_m))");
        Assert.True(await scene.Target.ScalarAsync<bool>("SELECT count(*) > 0 FROM pg_stats WHERE tablename = 'by_closed'"));
    }
}
