using ActorMigrate.EndToEnd.Tests.Checks;

namespace ActorMigrate.EndToEnd.Tests.Owners;

public sealed class RunAsOwnerTests
{
    /// <summary>A trap that an unprivileged role of the source leaves for the role that migrates: it takes note
    /// of who runs it, and helps itself.</summary>
    internal const string Trap = """
        CREATE FUNCTION public.vol() RETURNS void LANGUAGE plpgsql VOLATILE AS $$ BEGIN
          IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN ALTER ROLE <attacker> SUPERUSER; END IF;
          BEGIN PERFORM set_config('role', 'none', false); EXCEPTION WHEN insufficient_privilege THEN RETURN; END;
          IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN ALTER ROLE <attacker> SUPERUSER; END IF;
        END $$;
        CREATE FUNCTION public.idx(i int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM public.vol(); RETURN i; END $$;
        """;

    [Theory]
    [InlineData(
        "an index on an expression", "CREATE TABLE t (id int, x int); INSERT INTO t VALUES (1, 1); CREATE INDEX ON t (public.idx(x))")]
    [InlineData("an index with a predicate",
        "CREATE TABLE t (id int, x int); INSERT INTO t VALUES (1, 1); CREATE INDEX ON t (id) WHERE public.idx(x) > 0")]
    [InlineData(
        "an index of a partitioned table",
        "CREATE TABLE t (id int, x int) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t DEFAULT; INSERT INTO t VALUES (1, 1); "
            + "CREATE INDEX ON t (public.idx(x))")]
    [InlineData(
        "an index of a partitioned table with a constant",
        "CREATE TABLE t (id int, x int) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t DEFAULT; INSERT INTO t VALUES (1, 1); "
            + "CREATE INDEX ON t (x) WHERE public.idx(1) > 0")]
    [InlineData("a constraint that excludes",
        "CREATE TABLE t (id int, x int); INSERT INTO t VALUES (1, 1); ALTER TABLE t ADD EXCLUDE USING btree (public.idx(x) WITH =)")]
    [InlineData("a materialized view",
        "CREATE MATERIALIZED VIEW m AS SELECT public.idx(1) AS i, public.vol() IS NULL AS v; CREATE INDEX ON m (public.idx(i))")]
    [InlineData(
        "extended statistics",
        "CREATE TABLE t (id int, x int); INSERT INTO t SELECT g, g FROM generate_series(1, 100) g; CREATE STATISTICS s "
            + "ON (public.idx(x)), id FROM t")]
    [InlineData(
        "a predicate that the planner evaluates",
        "CREATE TABLE u (id int PRIMARY KEY); INSERT INTO u VALUES (1); CREATE TABLE t (id int REFERENCES u); INSERT INTO t VALUES (1); "
            + "CREATE INDEX ON t (id) WHERE public.idx(1) > 0; CREATE INDEX ON u (id) WHERE public.idx(2) > 0")]
    [InlineData(
        "statistics that the planner evaluates",
        "CREATE TABLE t (id int, x int); INSERT INTO t SELECT g, g FROM generate_series(1, 100) g; CREATE STATISTICS s ON "
            + "(x + public.idx(1)), id FROM t")]
    [InlineData(
        "a check", "CREATE TABLE t (id int PRIMARY KEY, x int CONSTRAINT c CHECK (public.idx(x) > 0)); INSERT INTO t VALUES (1, 1)")]
    [InlineData("a check with a constant", "CREATE TABLE t (id int, x int CHECK (x > public.idx(0))); INSERT INTO t VALUES (1, 1)")]
    [InlineData(
        "a check of a domain",
        "CREATE DOMAIN d AS int CONSTRAINT c CHECK (public.idx(value) > 0); CREATE TABLE t (id int, x d); CREATE MATERIALIZED VIEW m AS "
            + "SELECT x FROM t; INSERT INTO t VALUES (1, 1)")]
    [InlineData(
        "checks of domains within other types, for values and for constants in definitions",
        "CREATE DOMAIN d AS int CHECK (public.idx(value) > 0); CREATE TYPE c AS (d d); CREATE DOMAIN e AS c CHECK "
            + "(public.idx(1) > 0) DEFAULT '(1)'; CREATE DOMAIN f AS int CONSTRAINT f CHECK (public.idx(value) > 0 AND '(1)'::c IS "
            + "NOT NULL); CREATE TYPE r AS RANGE (SUBTYPE = f); CREATE DOMAIN g AS int; ALTER DOMAIN g ADD CONSTRAINT g CHECK "
            + "(public.idx(value) > 0) NOT VALID; COMMENT ON CONSTRAINT f ON DOMAIN f IS 'x'; CREATE TABLE t (id int PRIMARY KEY, a c "
            + "DEFAULT '(1)', b d[] DEFAULT '{1}', e e, r r DEFAULT '[1,2)', CHECK ('{1}'::d[] IS NOT NULL)); INSERT INTO t VALUES "
            + "(1); CREATE INDEX ON t (id) WHERE '(1)'::c IS NOT NULL; CREATE POLICY p ON t USING ('{1}'::d[] IS NOT NULL); ALTER "
            + "TABLE t ENABLE ROW LEVEL SECURITY; CREATE VIEW v AS SELECT '(1)'::c AS c, '{1}'::g[] AS g; CREATE MATERIALIZED VIEW m "
            + "AS SELECT c, g, '{(1)}'::e[] AS e FROM v; CREATE RULE r AS ON UPDATE TO t WHERE '{1}'::d[] IS NOT NULL DO ALSO SELECT "
            + "'(1)'::c; CREATE FUNCTION of_default (a c DEFAULT '(1)') RETURNS c RETURN '(1)'::c; CREATE FUNCTION sf (c, int) "
            + "RETURNS c LANGUAGE sql AS 'SELECT $1'; CREATE AGGREGATE agg (int) (SFUNC = sf, STYPE = c, INITCOND = '(1)'); CREATE "
            + "TABLE parted (k e) PARTITION BY LIST (k); CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN ('(1)'); INSERT INTO "
            + "parted VALUES ('(1)')")]
    [InlineData(
        "a policy, a trigger and a view",
        "CREATE TABLE t (id int); INSERT INTO t VALUES (1); CREATE POLICY p ON t USING (public.idx(id) > 0); ALTER TABLE t ENABLE ROW "
            + "LEVEL SECURITY, FORCE ROW LEVEL SECURITY; CREATE VIEW v AS SELECT public.idx(1) AS i")]
    public async Task The_code_of_the_source_runs_with_no_more_rights_than_its_owner_has(string kind, string objects)
    {
        await using var scene = await RoleScene.SetAsync(("attacker", ""));
        await scene.ExecuteAsync(scene.Source, "GRANT CREATE ON SCHEMA public TO <attacker>");
        await scene.ExecuteInSessionOfAsync(scene.Source, Trap + objects, "attacker");
        var run = await scene.MigrateAsync();
        Assert.True("false" == await scene.TargetAsync("SELECT rolsuper::text FROM pg_roles WHERE rolname = '<attacker>'"), kind);
        await scene.ShouldDumpAlikeAsync();
        Assert.DoesNotContain("Findings", run.Printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("owner", false)]
    public async Task A_superuser_is_told_whose_functions_copying_rows_runs(string? role, bool isTold)
    {
        await using var scene = await RoleScene.SetAsync(("owner", ""));
        await scene.ExecuteAsync(scene.Source, """
            CREATE FUNCTION twice(i int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT i * 2';
            CREATE TABLE generated (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (public.twice(id)) STORED); INSERT INTO generated VALUES (1);
            CREATE TABLE parted (id int) PARTITION BY LIST (public.twice(id)); CREATE TABLE leaf PARTITION OF parted FOR VALUES IN (2); INSERT INTO parted VALUES (1);
            CREATE TABLE parent (id int CHECK (public.twice(id) > 0)); CREATE TABLE child () INHERITS (parent); INSERT INTO child VALUES (1);
            CREATE DOMAIN d AS int CHECK (public.twice(value) > 0); CREATE TYPE pair AS (a d); CREATE TABLE inner_ones (id int, x d[], y pair); INSERT INTO inner_ones VALUES (1, '{1}', '(1)');
            CREATE DOMAIN e AS int CHECK (public.twice(value) > 0); CREATE TABLE open_ones (id int, x e); INSERT INTO open_ones VALUES (1, 1);
            CREATE FUNCTION plus(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2'; CREATE OPERATOR public.+ (FUNCTION = plus, LEFTARG = int, RIGHTARG = int);
            CREATE TABLE by_operator (id int PRIMARY KEY, more int GENERATED ALWAYS AS (id OPERATOR(public.+) 1) STORED); INSERT INTO by_operator VALUES (1);
            CREATE TABLE top (a int, b int) PARTITION BY LIST (public.twice(a)); CREATE TABLE middle PARTITION OF top DEFAULT PARTITION BY LIST (b); CREATE TABLE bottom PARTITION OF middle DEFAULT; INSERT INTO top VALUES (1, 1);
            CREATE TABLE plain (id int PRIMARY KEY, next int GENERATED ALWAYS AS (id + 1) STORED, CHECK (public.twice(id) > 0)); INSERT INTO plain VALUES (1);
            """, "owner");
        var run = await scene.MigrateAsync(role);
        foreach (var table in new[] { "generated", "leaf", "parent", "child", "by_operator", "bottom" })
            Assert.Equal(
                isTold, run.Printed.Contains($"table public.{table}: Copying its rows runs functions of", StringComparison.Ordinal));
        Assert.DoesNotContain("table public.plain:", run.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("table public.open_ones:", run.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("table public.inner_ones:", run.Printed, StringComparison.Ordinal);
        await scene.ShouldDumpAlikeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("GRANT SELECT ON above.parent TO <child>;")]
    public async Task A_foreign_key_arrives_whose_roles_may_not_use_the_schema_of_the_referenced_table(string grant)
    {
        await using var scene = await RoleScene.SetAsync(("parent", ""), ("child", ""));
        await scene.ExecuteAsync(
            scene.Source,
            "CREATE SCHEMA above; GRANT USAGE, CREATE ON SCHEMA above TO <parent>; GRANT USAGE ON SCHEMA above TO <child>; CREATE "
                + "SCHEMA below AUTHORIZATION <child>");
        await scene.ExecuteAsync(
            scene.Source,
            "CREATE TABLE above.parent (id int PRIMARY KEY); INSERT INTO above.parent VALUES (1); GRANT REFERENCES ON "
                + $"above.parent TO <child>; {grant}", "parent");
        await scene.ExecuteAsync(scene.Source, """
            CREATE FUNCTION below.twice(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1 * 2';
            CREATE TABLE below.child (id int PRIMARY KEY, p int CONSTRAINT upwards REFERENCES above.parent, up int REFERENCES below.child); INSERT INTO below.child VALUES (1, 1, 1); CREATE INDEX ON below.child (below.twice(p));
            """, "child");
        await scene.ExecuteAsync(scene.Source, "REVOKE ALL ON SCHEMA above FROM <parent>, <child>");

        (await CheckRun.OfAsync(scene.Source, scene.Target)).ShouldSay("definitions", "pass");
        await scene.MigrateAsync();
        await scene.ShouldDumpAlikeAsync();
        Assert.Equal(0, await scene.Target.ScalarAsync<long>("SELECT count(*) FROM pg_constraint WHERE NOT convalidated"));
    }

    [Fact]
    public async Task What_an_owner_made_in_a_schema_that_it_may_not_use_any_more_is_made_as_its_owner()
    {
        await using var scene = await RoleScene.SetAsync(("attacker", ""));
        await scene.ExecuteAsync(scene.Source, "CREATE SCHEMA held; GRANT CREATE, USAGE ON SCHEMA held, public TO <attacker>");
        await scene.ExecuteInSessionOfAsync(scene.Source, Trap + """
            CREATE TABLE held.t (id int PRIMARY KEY, x int CONSTRAINT c CHECK (public.idx(x) > 0), s serial); INSERT INTO held.t VALUES (1, 1);
            CREATE DOMAIN held.d AS int CONSTRAINT c CHECK (public.idx(value) > 0); CREATE TABLE held.of_domain (id int, x held.d); INSERT INTO held.of_domain VALUES (1, 1);
            CREATE TABLE held.parted (id int, x int) PARTITION BY LIST (public.idx(id)); CREATE TABLE held.part PARTITION OF held.parted FOR VALUES IN (1); INSERT INTO held.parted VALUES (1, 1);
            CREATE INDEX ON held.parted (public.idx(x)); CREATE INDEX ON held.t (x) WHERE public.idx(1) > 0; CREATE VIEW held.v AS SELECT x FROM held.t;
            """, "attacker");
        await scene.ExecuteAsync(scene.Source, "REVOKE ALL ON SCHEMA held FROM <attacker>");
        await scene.MigrateAsync();
        await scene.ShouldDumpAlikeAsync();
    }

    [Fact]
    public async Task An_aggregate_whose_initial_value_runs_code_is_made_for_an_owner_who_may_create_nothing_there()
    {
        await using var scene = await RoleScene.SetAsync(("attacker", ""));
        await scene.ExecuteAsync(scene.Source, Trap + """
            CREATE SCHEMA s; GRANT USAGE, CREATE ON SCHEMA s TO <attacker>;
            ALTER FUNCTION public.vol() OWNER TO <attacker>; ALTER FUNCTION public.idx(int) OWNER TO <attacker>;
            """);
        await scene.ExecuteInSessionOfAsync(scene.Source, """
            CREATE DOMAIN s.d AS int CHECK (public.idx(value) > 0); CREATE TYPE s.c AS (d s.d);
            CREATE FUNCTION s.sf(s.c, int) RETURNS s.c LANGUAGE sql AS 'SELECT $1';
            CREATE AGGREGATE s.plain (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
            CREATE AGGREGATE s."of code" (int) (SFUNC = s.sf, STYPE = s.c, INITCOND = '(1)');
            COMMENT ON AGGREGATE s."of code" (int) IS 'made by its owner';
            CREATE OPERATOR s.+? (LEFTARG = s.c, RIGHTARG = int, FUNCTION = s.sf); CREATE TYPE s.r AS RANGE (subtype = int);
            """, "attacker");
        await scene.ExecuteAsync(scene.Source, "REVOKE CREATE ON SCHEMA s FROM <attacker>");

        await scene.MigrateAsync();

        await scene.ShouldDumpAlikeAsync();
        Assert.Equal("false", await scene.TargetAsync("SELECT rolsuper::text FROM pg_roles WHERE rolname = '<attacker>'"));
    }

    [Fact]
    public async Task An_aggregate_whose_initial_value_runs_code_is_made_for_an_owner_who_does_not_see_its_functions()
    {
        await using var scene = await RoleScene.SetAsync(("attacker", ""));
        await scene.ExecuteAsync(scene.Source, Trap + """
            CREATE SCHEMA s; GRANT USAGE, CREATE ON SCHEMA s TO <attacker>; CREATE SCHEMA closed; GRANT USAGE, CREATE ON SCHEMA closed TO <attacker>;
            ALTER FUNCTION public.vol() OWNER TO <attacker>; ALTER FUNCTION public.idx(int) OWNER TO <attacker>;
            """);
        await scene.ExecuteInSessionOfAsync(scene.Source, """
            CREATE DOMAIN s.d AS int CHECK (public.idx(value) > 0); CREATE TYPE s.c AS (d s.d); CREATE FUNCTION closed.f(s.c) RETURNS s.c LANGUAGE sql AS 'SELECT $1';
            CREATE FUNCTION closed."s f"(s.c, int DEFAULT 1) RETURNS s.c LANGUAGE sql AS 'SELECT $1'; CREATE FUNCTION closed."s f"(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1';
            CREATE AGGREGATE s.f (int) (SFUNC = closed."s f", STYPE = s.c, INITCOND = '(1)', FINALFUNC = closed.f); CREATE VIEW s.v AS SELECT s.f(i) FROM generate_series(1, 2) AS i;
            """, "attacker");
        await scene.ExecuteAsync(scene.Source, "REVOKE ALL ON SCHEMA closed FROM <attacker>");

        await scene.MigrateAsync();

        await scene.ShouldDumpAlikeAsync();
        Assert.Equal("false", await scene.TargetAsync("SELECT rolsuper::text FROM pg_roles WHERE rolname = '<attacker>'"));
    }

    [Fact]
    public async Task An_aggregate_arrives_whose_owner_may_use_neither_its_types_nor_their_schema()
    {
        await using var scene = await RoleScene.SetAsync(("attacker", ""));
        await scene.ExecuteAsync(scene.Source, Trap + """
            CREATE SCHEMA s; GRANT USAGE, CREATE ON SCHEMA s TO <attacker>; CREATE SCHEMA closed; GRANT USAGE, CREATE ON SCHEMA closed TO <attacker>;
            """);
        await scene.ExecuteInSessionOfAsync(scene.Source, """
            CREATE DOMAIN s.d AS int CHECK (public.idx(value) > 0); CREATE TYPE closed.c AS (d s.d); CREATE TYPE closed.e AS ENUM ('x');
            CREATE FUNCTION s.sf(closed.c, VARIADIC closed.e[]) RETURNS closed.c LANGUAGE sql AS 'SELECT $1';
            CREATE AGGREGATE s.a (VARIADIC closed.e[]) (SFUNC = s.sf, STYPE = closed.c, INITCOND = '(1)');
            """, "attacker");
        await scene.ExecuteAsync(
            scene.Source,
            "REVOKE ALL ON SCHEMA closed FROM <attacker>; ALTER TYPE closed.e OWNER TO postgres; REVOKE USAGE ON TYPE closed.e "
                + "FROM PUBLIC");

        await scene.MigrateAsync();

        await scene.ShouldDumpAlikeAsync();
        Assert.Equal("false", await scene.TargetAsync("SELECT rolsuper::text FROM pg_roles WHERE rolname = '<attacker>'"));
    }
}
