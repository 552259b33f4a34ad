using ActorMigrate.Migration.Options;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Schema;

/// <summary>Migrations with <c>--drop-existing-tables</c> over a target in which other objects depend on the tables.</summary>
public sealed class DroppedTableTests
{
    private static readonly MigrationOptions Dropping = Migrating.Defaults with { Existing = ExistingTables.Drop };

    // Each depends on a table, some through others or in a circle with it.
    private const string Dependents = """
        CREATE SCHEMA "a b"; CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 20) AS i;
        CREATE TABLE "a b"."u.x" (id serial PRIMARY KEY, t int REFERENCES t); INSERT INTO "a b"."u.x" (t) SELECT 1 FROM generate_series(1, 20);
        CREATE FUNCTION f(t) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT ($1).id'; CREATE FUNCTION all_of() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t';
        CREATE PROCEDURE pr(x "a b"."u.x"[]) LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION same(a t, b t) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
        CREATE OPERATOR === (FUNCTION = same, LEFTARG = t, RIGHTARG = t); CREATE FUNCTION text_of(t) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''x'''; CREATE CAST (t AS text) WITH FUNCTION text_of(t);
        CREATE FUNCTION step(text, t) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1'; CREATE AGGREGATE agg(t) (SFUNC = step, STYPE = text, INITCOND = '');
        CREATE TYPE c AS (n int, whole t); COMMENT ON TYPE c IS 'of t'; CREATE TYPE "a b".cc AS (c c[], n int); CREATE DOMAIN d AS c CHECK (f((value).whole) > 0);
        CREATE TABLE uses (c c, d d); INSERT INTO uses VALUES ('(1,"(1,a)")', '(1,"(1,a)")');
        CREATE VIEW v AS SELECT id, f(t) AS n FROM t; CREATE VIEW v2 AS SELECT * FROM v; CREATE MATERIALIZED VIEW m AS SELECT id FROM v2; CREATE UNIQUE INDEX ON m (id);
        CREATE FUNCTION of_view(v2) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v3 AS SELECT of_view(v2) FROM v2; CREATE VIEW grouped AS SELECT id, v FROM t GROUP BY id;
        ALTER TABLE t ADD CONSTRAINT positive CHECK (f(t) > 0); CREATE INDEX by_f ON t (f(t)); CREATE POLICY p ON t USING (same(t, t));
        CREATE TABLE next_of (id int DEFAULT nextval('"a b"."u.x_id_seq"')); CREATE TABLE up (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE up1 PARTITION OF up DEFAULT; CREATE VIEW of_up AS SELECT * FROM up1;
        CREATE PUBLICATION few FOR TABLE t, "a b"."u.x" WHERE (id > 1); CREATE PUBLICATION every FOR ALL TABLES; CREATE PUBLICATION of_schema FOR TABLES IN SCHEMA "a b";
        """;

    [Theory]
    [InlineData(15)]
    [InlineData(18)]
    public async Task Objects_that_the_migration_makes_again_are_dropped_with_the_tables(int targetMajor)
    {
        await using var pair = await Pair.OfAsync(Dependents, targetMajor);
        Pair.AssertSucceeded(await pair.MigrateAsync());
        await pair.Source.ExecuteAsync("INSERT INTO t VALUES (21, 'new'); REFRESH MATERIALIZED VIEW m");

        Pair.AssertSucceeded(await pair.MigrateAsync(Dropping));

        await pair.AssertSameRowsAsync();
        if (targetMajor == TestServer.DefaultMajor)
            await pair.AssertSameDumpAsync();
        var validated = await Cli.RunAsync("validate", "--source", pair.Source.Noted().Uri, "--target", pair.Target.Noted().Uri);
        Assert.True(validated.ExitCode == 0, validated.Printed);
    }

    [Theory]
    [InlineData("CREATE VIEW mine AS SELECT id FROM v", "public.t (by view public.mine)")]
    [InlineData("CREATE FUNCTION mine(t) RETURNS int LANGUAGE sql AS 'SELECT 1'", "by function public.mine(public.t)")]
    [InlineData("CREATE FUNCTION f(t, int) RETURNS int LANGUAGE sql AS 'SELECT 1'", "by function public.f(public.t, integer)")]
    [InlineData("CREATE TYPE mine AS (a int, b t[])", "by composite type public.mine")]
    [InlineData("CREATE DOMAIN mine AS t", "by domain public.mine")]
    [InlineData("CREATE TABLE mine (t int CONSTRAINT to_t REFERENCES t)", "by table constraint to_t on public.mine")]
    [InlineData("CREATE TABLE mine (a int, b t)", "by table column public.mine.b")]
    [InlineData("CREATE TABLE mine () INHERITS (t)", "by table public.mine)")]
    [InlineData("CREATE TABLE mine (a int DEFAULT nextval('t_n_seq'))", "by default value for public.mine.a")]
    [InlineData("CREATE TABLE mine (a int); CREATE POLICY mine ON mine USING (EXISTS (SELECT FROM t))", "by policy mine on public.mine")]
    [InlineData("CREATE TABLE mine (a int); CREATE RULE mine AS ON INSERT TO mine DO ALSO DELETE FROM t", "by rule mine on public.mine")]
    [InlineData("CREATE SCHEMA other; CREATE VIEW other.mine AS SELECT f(t) FROM t", "by view other.mine")]
    [InlineData("CREATE PUBLICATION mine FOR TABLE t", "public.t (by publication mine)")]
    [InlineData("DROP PUBLICATION p; CREATE PUBLICATION p FOR TABLE t WITH (publish = 'insert')", "public.t (by publication p)")]
    public async Task Objects_that_the_migration_does_not_make_again_are_named_before_anything_is_dropped(string sql, string named)
    {
        const string both = """
            CREATE TABLE t (id int PRIMARY KEY, n serial); CREATE FUNCTION f(t) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v AS SELECT id FROM t;
            CREATE PUBLICATION p FOR TABLE t;
            """;
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync(both);
        await target.ExecuteAsync(both);
        var checkedFirst = await CheckAsync(source, target);
        Assert.True(checkedFirst.ExitCode == 0, checkedFirst.Printed);
        await target.ExecuteAsync(sql);
        var noted = await Untouched.NoteAsync(target);

        var run = await Cli.MigrateAsync(source, target, "--drop-existing-tables");

        run.ShouldRefuse(2, named, "--truncate-existing-tables");
        await noted.ShouldHoldAsync();
    }

    [Fact]
    public async Task Objects_that_the_flags_leave_out_are_not_dropped()
    {
        await using var pair = await Pair.OfAsync("CREATE TABLE t (id int); CREATE VIEW v AS SELECT id FROM t");
        Pair.AssertSucceeded(await pair.MigrateAsync());
        var noted = await Untouched.NoteAsync(pair.Target);

        var run = await Cli.MigrateAsync(pair.Source, pair.Target, "--drop-existing-tables", "--skip", "view");

        run.ShouldRefuse(2, "public.t (by view public.v)");
        await noted.ShouldHoldAsync();
    }

    // Fields in another order would swap their values, which the rows' texts do not show.
    [Theory]
    [InlineData("CREATE TYPE kind AS (a text, b text)", "CREATE TYPE kind AS (b text, a text)", "('(x,y)')", "composite type public.kind")]
    [InlineData("CREATE TYPE kind AS (a int, b text)", "CREATE TYPE kind AS (a bigint, b text)", "('(1,y)')", "composite type public.kind")]
    [InlineData("CREATE TYPE kind AS RANGE (subtype = text, collation = \"C\")", "CREATE TYPE kind AS RANGE (subtype = text)", "('[a,b)')",
        "range public.kind")]
    [InlineData("CREATE TYPE kind AS RANGE (subtype = int)", "CREATE TYPE kind AS RANGE (subtype = bigint)", "('[1,2)')",
        "range public.kind")]
    [InlineData("CREATE TYPE kind AS (a text)", "CREATE DOMAIN kind AS text", "('(x)')", "domain public.kind")]
    [InlineData("CREATE TYPE kind AS (a text COLLATE \"C\")", "CREATE TYPE kind AS (a text)", "('(x)')", "composite type public.kind")]
    [InlineData("CREATE TYPE kind AS RANGE (subtype = float8, subtype_diff = float8mi)", "CREATE TYPE kind AS RANGE (subtype = float8)",
        "('[1,2)')", "range public.kind")]
    [InlineData("CREATE TYPE kind AS RANGE (subtype = int, multirange_type_name = kinds)", "CREATE TYPE kind AS RANGE (subtype = int)",
        "('[1,2)')", "range public.kind")]
    [InlineData("CREATE DOMAIN kind AS int CHECK (VALUE > 0)", "CREATE DOMAIN kind AS int", "(1)", "domain public.kind")]
    [InlineData("CREATE DOMAIN kind AS int", "CREATE DOMAIN kind AS int CHECK (VALUE > 0)", "(1)", "domain public.kind")]
    [InlineData("CREATE DOMAIN kind AS int CHECK (VALUE > 0)", "CREATE DOMAIN kind AS int CHECK (VALUE >= 0)", "(1)", "domain public.kind")]
    [InlineData("CREATE DOMAIN kind AS int CONSTRAINT a CHECK (VALUE > 0)", "CREATE DOMAIN kind AS int CONSTRAINT b CHECK (VALUE > 0)",
        "(1)", "domain public.kind")]
    [InlineData("CREATE DOMAIN kind AS int CHECK (VALUE > 0)",
        "CREATE DOMAIN kind AS int; ALTER DOMAIN kind ADD CHECK (VALUE > 0) NOT VALID", "(1)", "domain public.kind")]
    [InlineData("CREATE DOMAIN kind AS int NOT NULL", "CREATE DOMAIN kind AS int", "(1)", "domain public.kind")]
    [InlineData("CREATE DOMAIN kind AS int", "CREATE DOMAIN kind AS int NOT NULL", "(1)", "domain public.kind")]
    [InlineData("CREATE DOMAIN kind AS int DEFAULT 1", "CREATE DOMAIN kind AS int DEFAULT 2", "(1)", "domain public.kind")]
    [InlineData("CREATE DOMAIN kind AS int", "CREATE DOMAIN kind AS int DEFAULT 2", "(1)", "domain public.kind")]
    [InlineData("CREATE DOMAIN kind AS text COLLATE \"C\"", "CREATE DOMAIN kind AS text", "('a')", "domain public.kind")]
    [InlineData("CREATE DOMAIN kind AS text", "CREATE DOMAIN kind AS text COLLATE \"C\"", "('a')", "domain public.kind")]
    public async Task A_type_that_the_target_has_in_another_form_is_not_used(string here, string there, string rows, string named)
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync($"{here}; CREATE TABLE plain (id int); CREATE TABLE t (k kind); INSERT INTO t VALUES {rows}");
        await target.ExecuteAsync($"{there}; CREATE TABLE plain (id int)");
        var checkedFirst = await CheckAsync(source, target);
        Assert.Contains(named, checkedFirst.Printed, StringComparison.Ordinal);

        var run = await Cli.MigrateAsync(source, target, "--drop-existing-tables");

        Assert.True(run.ExitCode == 3, run.Printed);
        Assert.True(await target.ScalarAsync<bool>("SELECT to_regclass('t') IS NULL"));
    }

    private static Task<CommandRun> CheckAsync(TestDatabase source, TestDatabase target) => Cli.RunAsync(
        "check", "--source", source.Noted().Uri, "--target", target.Noted().Uri, "--drop-existing-tables");
}
