namespace ActorMigrate.Catalog.Tests;

public sealed class ObjectRoundtripTests
{
    [Fact]
    public Task Functions_and_procedures_arrive() => SameAsync("""
        CREATE SCHEMA app;
        CREATE TABLE app.t (id int PRIMARY KEY);
        CREATE FUNCTION app.plain(a int, b text DEFAULT 'it''s', OUT c int, VARIADIC d int[] DEFAULT '{}') LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 7 AS 'SELECT a';
        CREATE FUNCTION app.rows_of() RETURNS SETOF app.t LANGUAGE sql ROWS 5 SECURITY DEFINER SET search_path = app, public SET work_mem = '5MB' AS $x$ SELECT * FROM app.t -- $function$ $x$;
        CREATE FUNCTION app.tab(n int) RETURNS TABLE (a int, b text) LANGUAGE plpgsql LEAKPROOF AS 'BEGIN RETURN QUERY SELECT 1, $a$x$a$; END';
        CREATE FUNCTION app.body(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE RETURN a + b * 2;
        CREATE FUNCTION app.atomic() RETURNS SETOF int LANGUAGE sql BEGIN ATOMIC SELECT id FROM app.t; SELECT 1; END;
        CREATE PROCEDURE app.proc(INOUT x int) LANGUAGE plpgsql AS 'BEGIN x := x + 1; END';
        CREATE FUNCTION app.window_fn() RETURNS bigint LANGUAGE internal WINDOW AS 'window_row_number';
        CREATE FUNCTION app.later(t app.t) RETURNS int LANGUAGE sql AS 'SELECT not_there_yet FROM nowhere';
        CREATE FUNCTION app.check_it(int) RETURNS boolean LANGUAGE sql AS 'SELECT true';
        CREATE TABLE app.uses (id int DEFAULT app.body(1, 2) CHECK (app.check_it(id)), g int GENERATED ALWAYS AS (app.body(id, 1)) STORED);
        CREATE INDEX ON app.uses (app.body(id, 3));
        INSERT INTO app.uses DEFAULT VALUES;
        COMMENT ON FUNCTION app.body(int, int) IS 'adds'; COMMENT ON PROCEDURE app.proc(int) IS 'p';
        """.Replace("LANGUAGE sql AS 'SELECT not_there_yet", "LANGUAGE plpgsql AS 'BEGIN RETURN not_there_yet")
        .Replace("FROM nowhere'", "FROM nowhere; END'"));

    [Fact]
    public Task Triggers_rules_policies_and_statistics_arrive() => SameAsync("""
        CREATE TABLE t (id int PRIMARY KEY, x text, y int);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF TG_OP = $a$INSERT$a$ THEN NEW.y := 99; END IF; RETURN NEW; END';
        CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        INSERT INTO t VALUES (1, 'a', 1), (2, 'b', 2);
        CREATE TRIGGER before_row BEFORE INSERT OR UPDATE OF x, y ON t FOR EACH ROW WHEN (NEW.id > 1 AND NEW.x <> 'it''s') EXECUTE FUNCTION f('arg', '2');
        CREATE TRIGGER transitions AFTER UPDATE ON t REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION g();
        CREATE CONSTRAINT TRIGGER deferred AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION g();
        ALTER TABLE t DISABLE TRIGGER before_row; ALTER TABLE t ENABLE ALWAYS TRIGGER transitions; ALTER TABLE t ENABLE REPLICA TRIGGER deferred;
        COMMENT ON TRIGGER transitions ON t IS 'tr';
        CREATE VIEW v AS SELECT id, x FROM t;
        CREATE TRIGGER instead INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION g();
        CREATE RULE r AS ON DELETE TO v DO INSTEAD DELETE FROM t WHERE t.id = old.id RETURNING t.id, t.x;
        CREATE RULE q AS ON UPDATE TO t WHERE new.id > 5 DO ALSO (SELECT 1; UPDATE t SET x = 'q' WHERE id = new.id - 1);
        ALTER TABLE t DISABLE RULE q;
        COMMENT ON RULE q ON t IS 'ru';
        CREATE POLICY p1 ON t AS RESTRICTIVE FOR UPDATE TO CURRENT_USER, public USING (y > 0) WITH CHECK (id > 0);
        CREATE POLICY p2 ON t FOR SELECT USING (x = current_user);
        CREATE POLICY p3 ON t FOR INSERT WITH CHECK (true);
        ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY;
        COMMENT ON POLICY p1 ON t IS 'po';
        CREATE STATISTICS s (ndistinct, mcv) ON id, y, (x || 'a') FROM t;
        ALTER STATISTICS s SET STATISTICS 55;
        COMMENT ON STATISTICS s IS 'st';
        CREATE TABLE part (id int) PARTITION BY LIST (id);
        CREATE TABLE part1 PARTITION OF part FOR VALUES IN (1);
        CREATE TABLE part2 PARTITION OF part FOR VALUES IN (2);
        CREATE TRIGGER on_part AFTER INSERT ON part FOR EACH ROW EXECUTE FUNCTION g();
        ALTER TABLE part1 DISABLE TRIGGER on_part;
        """);

    [Fact]
    public Task Extensions_arrive_with_what_uses_them() => SameAsync("""
        CREATE SCHEMA ext;
        CREATE EXTENSION hstore WITH SCHEMA ext;
        CREATE EXTENSION citext;
        CREATE EXTENSION btree_gist;
        CREATE TABLE t (h ext.hstore DEFAULT 'a=>1', c citext PRIMARY KEY, r int4range, i int, EXCLUDE USING gist (i WITH =, r WITH &&));
        CREATE INDEX ON t USING gin (h);
        INSERT INTO t VALUES ('b=>2', 'Case', '[1,2)', 3);
        COMMENT ON EXTENSION citext IS 'changed';
        """);

    private static async Task SameAsync(string sql)
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(sql);
        await (await roundtrip.MigrateAsync()).AssertSameAsync();
    }
}
