namespace ActorMigrate.EndToEnd.Tests.Owners;

public sealed class RefreshTests
{
    [Fact]
    public async Task Materialized_views_are_refreshed_as_their_owners_once_these_may_read()
    {
        await using var scene = await RoleScene.SetAsync(("maker", ""), ("reader", ""));
        var reports = string.Join('\n', Enumerable.Range(0, 12).Select(i => $"""
            CREATE TABLE rep.t{i} (id int PRIMARY KEY, v text); INSERT INTO rep.t{i} SELECT g, 'v' || g FROM generate_series(1, 10) g;
            CREATE VIEW rep.v{i} AS SELECT id FROM rep.t{i}; CREATE MATERIALIZED VIEW rep.mv{i} AS SELECT * FROM rep.v{i}; CREATE INDEX ON rep.mv{i} (id);
            """));
        await scene.ExecuteAsync(scene.Source, "CREATE SCHEMA rep AUTHORIZATION <maker>; CREATE SCHEMA mine AUTHORIZATION <reader>");
        await scene.ExecuteAsync(scene.Source, reports + """
            CREATE FUNCTION rep.hidden() RETURNS int LANGUAGE sql AS 'SELECT 7'; REVOKE EXECUTE ON FUNCTION rep.hidden() FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION rep.hidden() TO <reader>; GRANT USAGE ON SCHEMA rep TO <reader>; GRANT SELECT (id) ON rep.t1 TO <reader>; GRANT SELECT ON rep.mv2 TO <reader>;
            """, "maker");
        await scene.ExecuteAsync(scene.Source, """
            CREATE FUNCTION mine.bare() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(id) FROM rep.t1); END';
            CREATE MATERIALIZED VIEW mine.m AS SELECT id, rep.hidden() AS h, mine.bare() AS b FROM rep.t1 UNION ALL SELECT id, 0, 0 FROM rep.mv2;
            """, "reader");
        await scene.MigrateAsync();
        await scene.ShouldDumpAlikeAsync();
        await scene.ShouldBeAlikeAsync("SELECT sum(id) || ' ' || sum(h) || ' ' || sum(b) FROM mine.m");
        await scene.ShouldBeAlikeAsync("SELECT sum(id)::text FROM rep.mv11");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("owner")]
    public async Task Rows_that_policies_hide_from_the_owner_of_a_materialized_view_are_not_in_it(string? role)
    {
        await using var scene = await RoleScene.SetAsync(("owner", ""), ("reader", ""));
        await scene.ExecuteAsync(scene.Source, "GRANT <reader> TO <owner>; GRANT CREATE ON SCHEMA public TO <reader>");
        await scene.ExecuteAsync(scene.Source, """
            CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t SELECT g, 'x' FROM generate_series(1, 30) g;
            CREATE TABLE open (id int PRIMARY KEY); INSERT INTO open SELECT g FROM generate_series(1, 30) g;
            ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (id < 5);
            ALTER TABLE open ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON open TO <reader> USING (id < 8); GRANT SELECT ON open TO <reader>;
            CREATE TABLE c (id int PRIMARY KEY, t int REFERENCES t); INSERT INTO c SELECT g, g FROM generate_series(1, 20) g;
            CREATE INDEX ON t (v); CREATE VIEW v AS SELECT * FROM t; CREATE MATERIALIZED VIEW whole AS SELECT count(*) AS n FROM open;
            """, "owner");
        await scene.ExecuteAsync(scene.Source, "CREATE MATERIALIZED VIEW part AS SELECT count(*) AS n FROM open", "reader");
        if (role is null)
            await scene.ExecuteAsync(
                scene.Source,
                "ALTER TABLE t FORCE ROW LEVEL SECURITY; CREATE MATERIALIZED VIEW forced AS SELECT count(*) AS n FROM "
                    + "t; CREATE INDEX ON forced (n)", "owner");
        await scene.MigrateAsync(role);
        await scene.ShouldDumpAlikeAsync("--schema-only");
        Assert.Equal("30 7", await scene.TargetAsync("SELECT (SELECT n FROM whole) || ' ' || (SELECT n FROM part)"));
        if (role is null)
            Assert.Equal("4", await scene.TargetAsync("SELECT n::text FROM forced"));
    }

    [Fact]
    public async Task Rows_that_policies_hide_from_functions_or_from_other_policies_are_not_in_a_materialized_view()
    {
        await using var scene = await RoleScene.SetAsync(("owner", ""), ("reader", ""));
        await scene.ExecuteAsync(scene.Source, "GRANT CREATE ON SCHEMA public TO <reader>");
        await scene.ExecuteAsync(scene.Source, """
            CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 30); ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (id < 5);
            CREATE FUNCTION as_owner() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS 'SELECT count(*) FROM t';
            CREATE TABLE z_members (id int PRIMARY KEY); INSERT INTO z_members SELECT generate_series(1, 30); ALTER TABLE z_members ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON z_members TO <reader> USING (id < 3);
            CREATE TABLE named (id int PRIMARY KEY); INSERT INTO named SELECT generate_series(1, 30); ALTER TABLE named ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON named USING (id IN (SELECT id FROM z_members));
            CREATE FUNCTION is_member(i int) RETURNS bool LANGUAGE plpgsql STABLE SET search_path = public AS 'BEGIN RETURN EXISTS (SELECT FROM z_members WHERE id = i); END';
            CREATE TABLE called (id int PRIMARY KEY); INSERT INTO called SELECT generate_series(1, 30); ALTER TABLE called ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON called USING (is_member(id) OR id = 30);
            GRANT SELECT ON z_members, named, called TO <reader>;
            """, "owner");
        await scene.ExecuteAsync(scene.Source, """
            CREATE FUNCTION as_reader() RETURNS bigint LANGUAGE plpgsql STABLE SET search_path = public AS 'BEGIN RETURN (SELECT count(*) FROM named); END';
            CREATE MATERIALIZED VIEW a_hidden AS SELECT as_owner() AS o, as_reader() AS r; CREATE MATERIALIZED VIEW a_direct AS SELECT (SELECT count(*) FROM named) AS n, (SELECT count(*) FROM called) AS c;
            """, "reader");

        await scene.MigrateAsync();

        await scene.ShouldDumpAlikeAsync("--schema-only");
        Assert.Equal("4 2 2 3", await scene.TargetAsync("SELECT o || ' ' || r || ' ' || n || ' ' || c FROM a_hidden, a_direct"));
    }
}
