using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Catalog.Tests;

public sealed class SchemaMapRoundtripTests
{
    private static string Tenant(string schema, string other) => $"""
        SET search_path = pg_catalog;
        CREATE TYPE {schema}.mood AS ENUM ('sad', 'a.t'); CREATE SEQUENCE {schema}.numbers; CREATE DOMAIN {schema}.dom AS {schema}.mood DEFAULT 'sad';
        CREATE FUNCTION {schema}.twice(int) RETURNS int LANGUAGE sql IMMUTABLE RETURN $1 * 2;
        CREATE FUNCTION {schema}.lower(text) RETURNS text LANGUAGE sql IMMUTABLE RETURN $1;
        CREATE FUNCTION {schema}.like_it({schema}.mood, {schema}.mood) RETURNS bool LANGUAGE sql IMMUTABLE RETURN $1 = $2;
        CREATE OPERATOR {schema}.=== (FUNCTION = {schema}.like_it, LEFTARG = {schema}.mood, RIGHTARG = {schema}.mood);
        CREATE TABLE {schema}.t (id int PRIMARY KEY DEFAULT nextval('{schema}.numbers'), m {schema}.mood DEFAULT 'sad', d {schema}.dom, a int, b int,
            g int GENERATED ALWAYS AS ({schema}.twice(id)) STORED, CHECK ({schema}.twice(id) > 0 AND m OPERATOR({schema}.===) 'sad' OR lower('x') = {schema}.lower('y')));
        CREATE TABLE {schema}.a (a int, b int REFERENCES {schema}.t, j {other}.mood); CREATE TABLE {schema}.b (a {schema}.mood[]);
        CREATE INDEX ON {schema}.t ({schema}.twice(id)) WHERE {schema}.twice(id) > 2; CREATE STATISTICS {schema}.st ON id, a FROM {schema}.t;
        CREATE TABLE {schema}.part (id int, m {schema}.mood) PARTITION BY LIST (m); CREATE TABLE {schema}.part1 PARTITION OF {schema}.part FOR VALUES IN ('sad');
        CREATE INDEX ON {schema}.part (id); CREATE TABLE {schema}.child () INHERITS ({schema}.t);
        CREATE FUNCTION {schema}.tr() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER tg BEFORE UPDATE ON {schema}.t FOR EACH ROW WHEN (NEW.m = 'sad' AND ({schema}.twice(NEW.id) > 3 OR NEW.a IS NULL)) EXECUTE FUNCTION {schema}.tr();
        CREATE POLICY po ON {schema}.t USING ({schema}.twice(id) = (SELECT max({schema}.twice(x.id)) FROM {schema}.t x));
        CREATE FUNCTION {schema}.atomic({schema}.t) RETURNS SETOF {schema}.mood LANGUAGE sql BEGIN ATOMIC SELECT m FROM {schema}.t WHERE id = ($1).id; END;
        CREATE PROCEDURE {schema}.pr(INOUT {schema}.mood) LANGUAGE plpgsql AS 'BEGIN END';
        """;

    private static string Between(string schema, string other) => $"""
        ALTER TABLE {schema}.t ADD CONSTRAINT across FOREIGN KEY (a) REFERENCES {other}.t;
        CREATE VIEW {schema}.v AS SELECT a.a, a.b, t.m, {other}.twice(a.b) AS two, '{other}.t'::regclass AS named, '{schema}.t'::text AS text
            FROM {schema}.a a JOIN {other}.t ON t.id = a.b JOIN {schema}.b b ON b.a = '{'{'}sad{'}'}'::{schema}.mood[];
        CREATE MATERIALIZED VIEW {schema}.mv AS SELECT count(*) FROM {schema}.v, {other}.t;
        CREATE RULE ru AS ON UPDATE TO {schema}.v WHERE new.a > 3 DO INSTEAD UPDATE {other}.t SET id = new.a WHERE t.id = old.a;
        COMMENT ON FUNCTION {schema}.atomic({schema}.t) IS 'f'; COMMENT ON VIEW {schema}.v IS 'v'; COMMENT ON COLUMN {schema}.t.a IS 'a.t';
        """;

    [Fact]
    public async Task Schemas_that_hold_the_same_names_and_refer_to_each_other_exchange_their_names()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(
            "CREATE SCHEMA a; CREATE SCHEMA b;" + Tenant("b", "pg_catalog").Replace("j pg_catalog.mood", "j int") + Tenant("a", "b")
                + Between("a", "b") + Between("b", "a")
                + "INSERT INTO a.t DEFAULT VALUES; INSERT INTO b.t DEFAULT VALUES; INSERT INTO b.t DEFAULT VALUES;");
        await roundtrip.MigrateAsync(new MigrationScope { SchemaMap = new Dictionary<string, string> { ["a"] = "b", ["b"] = "a" } });
        Assert.Equal(2, await roundtrip.Target.ScalarAsync<long>("SELECT count(*) FROM a.t"));
        await roundtrip.Target.ExecuteAsync("ALTER SCHEMA a RENAME TO c; ALTER SCHEMA b RENAME TO a; ALTER SCHEMA c RENAME TO b");
        await roundtrip.AssertSameAsync();
    }

    [Fact]
    public async Task Names_that_need_quotes_are_renamed_and_what_exists_is_known_again()
    {
        // Operators are made anew by every run, and are in their own way the second time.
        static string WithoutOperators(string sql) => sql.Replace("m OPERATOR(", "true OR m OPERATOR(").Replace("CREATE OPERATOR", "-- ")
            .Replace("true OR m OPERATOR(\"select\".===) 'sad'", "true").Replace("true OR m OPERATOR(\"Sch\"\"e.ma's\".===) 'sad'", "true");
        await using var roundtrip = await SchemaRoundtrip.OfAsync(
            """CREATE SCHEMA "select"; CREATE SCHEMA "Sch""e.ma's"; CREATE SCHEMA beside;"""
                + WithoutOperators(Tenant("\"select\"", "pg_catalog").Replace("j pg_catalog.mood", "j int")
                + Tenant("\"Sch\"\"e.ma's\"", "\"select\"").Replace("nextval('\"Sch\"\"e.ma's\"", "nextval('\"Sch\"\"e.ma''s\""))
                + "CREATE VIEW beside.v AS SELECT * FROM \"select\".t");
        var scope = new MigrationScope { SchemaMap = new Dictionary<string, string> { ["select"] = "plain", ["Sch\"e.ma's"] = "from" } };
        await roundtrip.MigrateAsync(scope);
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Empty(roundtrip.Plan.NotMigrated);
        // A second run finds everything in the same form, so that what the plan compares is what the target says.
        await roundtrip.MigrateAsync(scope, existing: ExistingTables.Truncate);
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Contains("view beside.v", roundtrip.Executor.Found);
        Assert.Contains("trigger tg on plain.t", roundtrip.Executor.Found);
        Assert.Contains("index from.t_twice_idx", roundtrip.Executor.Found);
        await roundtrip.Target.ExecuteAsync("""ALTER SCHEMA plain RENAME TO "select"; ALTER SCHEMA "from" RENAME TO "Sch""e.ma's" """);
        await roundtrip.AssertSameDumpAsync();
    }

    [Fact]
    public async Task One_of_several_schemas_is_renamed_and_the_others_follow_it()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(
            "CREATE SCHEMA a; CREATE SCHEMA b;" + Tenant("b", "pg_catalog").Replace("j pg_catalog.mood", "j int") + Tenant("a", "b")
                + Between("a", "b") + Between("b", "a")
                + "CREATE FUNCTION b.says() RETURNS text LANGUAGE sql AS 'SELECT ''b'' FROM a.t'; CREATE FUNCTION b.happy() RETURNS text "
                + "LANGUAGE sql AS 'SELECT ''happy''';");
        await roundtrip.MigrateAsync(new MigrationScope { SchemaMap = new Dictionary<string, string> { ["a"] = "new" } });
        Assert.Contains("b.says()", roundtrip.Plan.Findings.Select(finding => finding.Object));
        Assert.DoesNotContain("b.happy()", roundtrip.Plan.Findings.Select(finding => finding.Object));
        await roundtrip.Target.ExecuteAsync("ALTER SCHEMA new RENAME TO a");
        await roundtrip.AssertSameAsync();
    }

    [Fact]
    public async Task With_several_schemas_functions_whose_text_names_one_are_findings()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE SCHEMA a; CREATE SCHEMA b; CREATE SCHEMA c; CREATE TABLE a.t (x int); CREATE TABLE b.t (x int);
            CREATE FUNCTION c.says() RETURNS text LANGUAGE sql AS 'SELECT ''x'' FROM b.t'; CREATE FUNCTION a.takes(a.t) RETURNS b.t LANGUAGE sql AS 'SELECT 1';
            COMMENT ON FUNCTION pg_catalog.now() IS 'what else is to be told is told, too';
            """);
        await roundtrip.MigrateAsync(new MigrationScope { SchemaMap = new Dictionary<string, string> { ["a"] = "a2", ["b"] = "b2" } });
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Equal(["built-in objects", "c.says()"], roundtrip.Plan.Findings.Select(finding => finding.Object));
        Assert.Contains("b2", roundtrip.Plan.Findings[1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nope", "x", "nope")]
    [InlineData("a", "b", "cannot be merged")]
    public async Task A_map_that_cannot_be_meant_is_bad_usage(string old, string renamed, string said)
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("CREATE SCHEMA a; CREATE SCHEMA b");
        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => roundtrip.ReadAsync(new MigrationScope { SchemaMap = new Dictionary<string, string> { [old] = renamed } }));
        Assert.Equal(Outcome.BadUsage, refused.Outcome);
        Assert.Contains(said, refused.Message + refused.Remedy, StringComparison.Ordinal);
    }
}
