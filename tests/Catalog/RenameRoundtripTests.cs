using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Tests;

public sealed class RenameRoundtripTests
{
    [Fact]
    public async Task Everything_that_PostgreSQL_deparses_follows_the_new_name()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE SCHEMA old; CREATE SCHEMA beside; CREATE TYPE beside.kind AS ENUM ('a');
            SET search_path = old;
            CREATE TYPE mood AS ENUM ('sad'); CREATE SEQUENCE numbers; CREATE DOMAIN dom AS mood DEFAULT 'sad';
            CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql IMMUTABLE RETURN $1 * 2;
            CREATE TABLE old."pg_class" (id int PRIMARY KEY, k beside.kind);
            CREATE TABLE t (id int PRIMARY KEY DEFAULT nextval('numbers'), m mood DEFAULT 'sad', d dom, p int REFERENCES old."pg_class",
                g int GENERATED ALWAYS AS (twice(id)) STORED, CHECK (m <> ('sad'::text || '!')::mood), CHECK (twice(id) > 0)) ;
            CREATE INDEX ON t (twice(id)) WHERE twice(id) > 2; CREATE STATISTICS st ON id, p FROM t;
            CREATE TABLE part (id int, m mood) PARTITION BY LIST (m); CREATE TABLE part1 PARTITION OF part FOR VALUES IN ('sad');
            CREATE INDEX ON part (id); CREATE TABLE child () INHERITS (t);
            CREATE VIEW v AS SELECT t.*, twice(t.id) AS two, 'old.t'::regclass AS named FROM t JOIN old."pg_class" c ON c.id = t.p;
            CREATE MATERIALIZED VIEW mv AS SELECT count(*) FROM v;
            CREATE FUNCTION tr() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER tg BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.m = 'sad' AND twice(NEW.id) > 3 OR NEW.p IS NULL) EXECUTE FUNCTION tr();
            CREATE RULE ru AS ON UPDATE TO v WHERE new.id > 3 DO INSTEAD UPDATE t SET id = new.id WHERE t.id = old.id;
            CREATE POLICY po ON t USING (twice(id) = (SELECT max(twice(x.id)) FROM t x));
            CREATE FUNCTION atomic(t) RETURNS SETOF mood LANGUAGE sql BEGIN ATOMIC SELECT m FROM t WHERE id = ($1).id; END;
            CREATE PROCEDURE pr(INOUT mood) LANGUAGE plpgsql AS 'BEGIN END';
            COMMENT ON FUNCTION twice(int) IS 'f'; COMMENT ON PROCEDURE pr(mood) IS 'p'; COMMENT ON VIEW v IS 'v';
            """.Replace("CHECK (m <> ('sad'::text || '!')::mood), ", ""));
        await roundtrip.MigrateAsync(new MigrationScope { SourceSchema = "old", TargetSchema = "new" });
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Empty(roundtrip.Plan.NotMigrated);
        Assert.Empty(roundtrip.Plan.Findings);
        await roundtrip.Target.ExecuteAsync("ALTER SCHEMA new RENAME TO old");
        await roundtrip.AssertSameDumpAsync();
    }

    [Theory]
    [InlineData("old", "new", null)]
    [InlineData("a b", "x \"y", null)]
    [InlineData("old", "new", "third")]
    [InlineData("old", "other", "old")]
    public async Task Constants_that_name_the_schema_without_deparsing_telling_it_are_carried_over(
        string schema, string renamed, string? other)
    {
        var (old, quoted) = (Identifier.Quote(schema), Literal.Quote(Identifier.Quote(schema)));
        await using var roundtrip = await SchemaRoundtrip.OfAsync($"""
            CREATE SCHEMA {old}; CREATE SCHEMA other; CREATE SEQUENCE {old}.seq; CREATE TYPE {old}.kind AS ENUM ('x');
            CREATE FUNCTION {old}.f({old}.kind) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
            CREATE TABLE {old}.t (
                n regnamespace DEFAULT {quoted}::regnamespace CHECK (n = {quoted}::regnamespace), many regnamespace[] DEFAULT ARRAY[{quoted}::regnamespace, 'other'::regnamespace],
                serial int DEFAULT nextval(({Literal.Quote($"{old}.seq")}::text)::regclass), c regclass DEFAULT to_regclass({Literal.Quote($"{old}.t")}),
                p regprocedure DEFAULT to_regprocedure({Literal.Quote($"{old}.f({old}.kind)")}::text), y regtype DEFAULT {Literal.Quote($"{old}.kind")}::regtype, s text DEFAULT {quoted});
            CREATE VIEW other.v AS SELECT {quoted}::regnamespace AS n, ({Literal.Quote($"{old}.t")}::text)::regclass AS c, to_regnamespace({quoted}::text) AS x;
            CREATE INDEX i ON {old}.t (n) WHERE n = {quoted}::regnamespace;
            CREATE TABLE other.parted (n regnamespace) PARTITION BY LIST (n);
            CREATE POLICY p ON {old}.t USING (n = {quoted}::regnamespace);
            CREATE FUNCTION other.path() RETURNS int LANGUAGE sql SET search_path = other, {old}, public SET work_mem = '1MB' AS 'SELECT 1';
            CREATE FUNCTION other.atomic() RETURNS regnamespace BEGIN ATOMIC SELECT {quoted}::regnamespace; END;
            """);
        var map = new Dictionary<string, string> { [schema] = renamed };
        if (other is not null)
            map["other"] = other;
        await roundtrip.MigrateAsync(new MigrationScope { SchemaMap = map });
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Empty(roundtrip.Plan.Findings);
        await roundtrip.Target.ExecuteAsync($"INSERT INTO {Identifier.Quote(renamed)}.t DEFAULT VALUES");
        Assert.Equal(renamed, await roundtrip.Target.ScalarAsync<string>($"""
            SELECT string_agg(s.nspname, ',') FROM {other ?? "other"}.v, pg_namespace AS s
            WHERE s.oid IN (n, x, (SELECT relnamespace FROM pg_class WHERE oid = v.c))
            """));
    }

    [Fact]
    public async Task A_function_whose_text_names_the_old_schema_is_a_finding()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE SCHEMA old; CREATE TABLE old.t (id int);
            CREATE FUNCTION old.names_it() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM old.t); END';
            CREATE FUNCTION old.does_not() RETURNS int LANGUAGE sql AS 'SELECT 1';
            """);
        await roundtrip.MigrateAsync(new MigrationScope { SourceSchema = "old", TargetSchema = "new" });
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Equal(["old.names_it()"], roundtrip.Plan.Findings.Select(finding => finding.Object));
    }
}
