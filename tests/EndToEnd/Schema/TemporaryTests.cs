using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Schema;

public sealed class TemporaryTests
{
    [Fact]
    public async Task What_other_sessions_have_made_for_themselves_is_neither_migrated_nor_missed()
    {
        await using var pair = await Pair.OfAsync("CREATE TABLE kept (id int PRIMARY KEY); INSERT INTO kept VALUES (1)");
        await using var session = await pair.Source.OpenAsync();
        await using var making = new NpgsqlCommand("""
            CREATE TEMP TABLE own (id serial PRIMARY KEY, x text); INSERT INTO own (x) VALUES ('a'); CREATE TEMP VIEW v AS SELECT * FROM own; CREATE TEMP TABLE child () INHERITS (kept); INSERT INTO child VALUES (2);
            CREATE FUNCTION pg_temp.f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE AGGREGATE pg_temp.a (int) (SFUNC = int4pl, STYPE = int); CREATE OPERATOR pg_temp.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq);
            CREATE TYPE pg_temp.pair AS (a int); CREATE TYPE pg_temp.mood AS ENUM ('a'); CREATE DOMAIN pg_temp.dom AS int; CREATE TYPE pg_temp.shell; CREATE TYPE pg_temp.span AS RANGE (subtype = int4); CREATE CAST (text AS pg_temp.mood) WITH INOUT;
            CREATE TEXT SEARCH CONFIGURATION pg_temp.tc (COPY = english); CREATE TEXT SEARCH DICTIONARY pg_temp.td (TEMPLATE = simple); CREATE COLLATION pg_temp.tcol (LOCALE = 'C'); CREATE CONVERSION pg_temp.tcv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
            CREATE OPERATOR FAMILY pg_temp.fam USING btree; CREATE STATISTICS pg_temp.st ON id, x FROM own; CREATE TRIGGER tr BEFORE UPDATE ON own FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
            CREATE POLICY pol ON own; CREATE RULE ru AS ON DELETE TO own DO ALSO NOTHING; COMMENT ON TABLE own IS 'own'; GRANT SELECT ON own TO PUBLIC; CREATE SEQUENCE pg_temp.seq;
            """, session);
        await making.ExecuteNonQueryAsync();
        var summary = await pair.MigrateAsync();
        Pair.AssertSucceeded(summary);
        Assert.Equal("1", await pair.Target.ScalarAsync<string>("SELECT string_agg(id::text, ',') FROM kept"));
    }
}
