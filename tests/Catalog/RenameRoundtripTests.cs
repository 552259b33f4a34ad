using ActorMigrate.Migration;

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
