using ActorMigrate.Migration.Options;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Schema;

/// <summary>Operators and casts that definitions use without naming them.</summary>
public sealed class UnnamedTests
{
    private const string Operators = """
        CREATE SCHEMA "Ext s"; CREATE EXTENSION citext SCHEMA "Ext s"; CREATE EXTENSION hstore SCHEMA "Ext s"; CREATE SCHEMA app; SET search_path = app, "Ext s";
        CREATE TABLE a (id int PRIMARY KEY, c citext, d citext, h hstore); INSERT INTO a VALUES (1, 'X', 'x', 'a=>1'), (2, 'Z', 'y', 'b=>2'); CREATE TABLE b (id int, c citext); INSERT INTO b VALUES (1, 'x'), (2, 'z');
        CREATE VIEW v_using AS SELECT a.id FROM a JOIN b USING (c); CREATE VIEW v_natural AS SELECT c FROM b NATURAL JOIN (SELECT c FROM a) AS s;
        CREATE VIEW v_case AS SELECT id, CASE c WHEN 'x' THEN 1 ELSE 2 END AS n FROM a; CREATE VIEW v_nullif AS SELECT id, nullif(c, d) AS n FROM a; CREATE VIEW v_distinct AS SELECT id FROM a WHERE c IS DISTINCT FROM d;
        CREATE VIEW v_rows AS SELECT id FROM a WHERE (id, c) IN (SELECT id, c FROM b); CREATE VIEW v_order AS SELECT id FROM a WHERE ROW(id, c) < ROW(2, 'a'::citext) OR ROW(c, id) < ROW('Y'::citext, 9);
        CREATE VIEW v_hstore AS SELECT id FROM a WHERE h IS DISTINCT FROM 'a=>1'; CREATE MATERIALIZED VIEW m_distinct AS SELECT id FROM a WHERE c IS DISTINCT FROM d;
        CREATE DOMAIN dom AS citext CHECK (VALUE IS DISTINCT FROM 'bad'); CREATE TABLE checked (v dom, c citext CHECK (c IS DISTINCT FROM 'bad'), d citext, g citext GENERATED ALWAYS AS (nullif(c, d)) STORED, e bool DEFAULT 'A'::citext IS DISTINCT FROM 'a'::citext);
        INSERT INTO checked (v, c, d) VALUES ('One', 'One', 'ONE'), ('two', 'two', 'b'); CREATE INDEX partial ON a (id) WHERE c IS DISTINCT FROM d; CREATE INDEX of_expression ON a (nullif(c, d)); CREATE STATISTICS stat ON nullif(c, d), id FROM a;
        CREATE TRIGGER tr BEFORE UPDATE ON a FOR EACH ROW WHEN (OLD.c IS DISTINCT FROM NEW.c OR OLD.h IS DISTINCT FROM NEW.h) EXECUTE FUNCTION suppress_redundant_updates_trigger();
        CREATE POLICY pol ON a USING (CASE c WHEN 'x' THEN true ELSE false END); CREATE RULE ru AS ON UPDATE TO b WHERE OLD.c IS DISTINCT FROM NEW.c DO ALSO NOTHING;
        CREATE FUNCTION differ(citext, citext) RETURNS bool LANGUAGE sql IMMUTABLE RETURN $1 IS DISTINCT FROM $2; CREATE FUNCTION count_a() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM a JOIN b USING (c));
        """;

    private const string OperatorsOf = """
        SELECT string_agg(line, E'\n' ORDER BY line COLLATE "C") FROM (SELECT pg_describe_object(classid, objid, objsubid) || ': ' || pg_describe_object(refclassid, refobjid, 0) AS line
          FROM pg_depend WHERE refclassid = 'pg_operator'::regclass AND classid NOT IN ('pg_operator'::regclass, 'pg_amop'::regclass, 'pg_proc'::regclass) AND deptype = 'n') AS lines
        """;

    private static readonly string[] Views =
        ["v_using", "v_natural", "v_case", "v_nullif", "v_distinct", "v_rows", "v_order", "v_hstore", "m_distinct"];

    [Theory]
    [InlineData(15, null)]
    [InlineData(18, null)]
    [InlineData(15, "app")]
    [InlineData(15, "Ext s")]
    public async Task Definitions_compare_by_the_operators_by_which_they_compare_in_the_source(int targetMajor, string? renamed)
    {
        await using var pair = await Pair.OfAsync(Operators, targetMajor);
        var scope = new MigrationScope
            { SchemaMap = new[] { renamed }.OfType<string>().ToDictionary(name => name, _ => "an other") };
        await pair.MigrateExactlyAsync(Migrating.Defaults with { Scope = scope });
        foreach (var view in Views)
        {
            Assert.Equal(
                (view, await RowsAsync(pair.Source, $"app.{view}")),
                (view, await RowsAsync(pair.Target, $"\"{scope.MapSchema("app")}\".{view}")));
        }

        Assert.Equal(
            Renamed(await pair.Source.ScalarAsync<string>(OperatorsOf), renamed), await pair.Target.ScalarAsync<string>(OperatorsOf));
        if (targetMajor == 15 && renamed is null)
            await pair.AssertSameDumpAsync();
    }

    [Fact]
    public async Task An_operator_in_the_place_of_a_built_in_one_is_a_finding()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE SCHEMA app; CREATE FUNCTION app.same(text, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT lower($1) OPERATOR(pg_catalog.=) lower($2)'; CREATE OPERATOR app.= (LEFTARG = text, RIGHTARG = text, FUNCTION = app.same);
            CREATE TABLE app.t (a text, b text); SET search_path = app, pg_catalog; CREATE VIEW unnamed AS SELECT a IS DISTINCT FROM b AS d FROM t; CREATE VIEW named AS SELECT a = b AS d FROM t; CREATE VIEW built_in AS SELECT a OPERATOR(pg_catalog.=) b AS d FROM t;
            """);
        var summary = await pair.MigrateExactlyButForFindingsAsync();
        var finding = Assert.Single(summary.Findings);
        Assert.Equal("view app.unnamed", finding.Object);
        Assert.Contains("app.=(text,text)", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(18)]
    public async Task Casts_come_before_what_uses_them(int targetMajor)
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TYPE zz AS (v text); CREATE FUNCTION zz_of(text) RETURNS zz LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1)::public.zz'; CREATE CAST (text AS zz) WITH FUNCTION zz_of(text) AS IMPLICIT;
            CREATE TYPE mood AS ENUM ('a', 'b'); CREATE CAST (text AS mood) WITH INOUT AS IMPLICIT; CREATE CAST (text AS uuid) WITH INOUT AS IMPLICIT; CREATE CAST (int4 AS text) WITH INOUT AS IMPLICIT;
            CREATE FUNCTION aa(x zz DEFAULT 'q'::text) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE DOMAIN ab AS mood DEFAULT 'b'::text; CREATE DOMAIN ac AS uuid DEFAULT '00000000-0000-0000-0000-000000000001'::text;
            CREATE VIEW ad AS SELECT length(5) AS n, 'a'::text::mood AS m; CREATE FUNCTION ae(u uuid DEFAULT '00000000-0000-0000-0000-000000000003'::text) RETURNS int LANGUAGE sql RETURN length(5);
            CREATE TABLE af (z zz DEFAULT 'x'::text, m mood DEFAULT 'a'::text, u uuid DEFAULT '00000000-0000-0000-0000-000000000002'::text, d ab, c ac); INSERT INTO af DEFAULT VALUES;
            CREATE TABLE row_source (id int, v text); CREATE FUNCTION row_text(row_source) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1.v'; CREATE CAST (row_source AS text) WITH FUNCTION row_text(row_source) AS IMPLICIT;
            CREATE TABLE ag (n int DEFAULT length(ROW(1, 'abc')::row_source)); CREATE VIEW ah AS SELECT length(r) AS n FROM row_source AS r;
            """, targetMajor);
        await pair.MigrateExactlyAsync();
        if (targetMajor == 15)
            await pair.AssertSameDumpAsync();
    }

    private static Task<string?> RowsAsync(TestDatabase database, string view) =>
        database.ScalarAsync<string>($"SELECT string_agg(v::text, ' ' ORDER BY v::text COLLATE \"C\") FROM {view} AS v");

    private static string? Renamed(string? lines, string? schema) =>
        schema is null ? lines : lines?.Replace(schema == "app" ? "app." : "\"Ext s\".", "\"an other\".", StringComparison.Ordinal);
}
