using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Catalog.Tests;

public sealed class CycleRoundtripTests
{
    [Fact]
    public Task Base_types_arrive_with_the_functions_they_are_made_of() => SameAsync("""
        CREATE TYPE num; CREATE TYPE never_defined;
        CREATE FUNCTION num_in(cstring) RETURNS num LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
        CREATE FUNCTION num_out(num) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
        CREATE TYPE num (INPUT = num_in, OUTPUT = num_out, LIKE = int4, CATEGORY = 'N', PREFERRED = true, DEFAULT = '7', DELIMITER = ';');
        CREATE TYPE txt;
        CREATE FUNCTION txt_in(cstring) RETURNS txt LANGUAGE internal IMMUTABLE STRICT AS 'textin';
        CREATE FUNCTION txt_out(txt) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
        CREATE FUNCTION txt_send(txt) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'textsend';
        CREATE TYPE txt (INPUT = txt_in, OUTPUT = txt_out, SEND = txt_send, STORAGE = external, COLLATABLE = true);
        CREATE FUNCTION uses(num) RETURNS txt LANGUAGE sql AS $$ SELECT NULL::public.txt $$;
        CREATE TABLE t (a num DEFAULT '3', b num[], c txt COLLATE "C");
        INSERT INTO t VALUES ('1', '{2;3}', 'x');
        COMMENT ON TYPE num IS 'n';
        """);

    [Fact]
    public async Task A_default_that_waits_for_a_primary_key_does_not_hold_up_its_table()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE TABLE k (id int PRIMARY KEY, x text);
            CREATE VIEW grouped AS SELECT id, x FROM k GROUP BY id;
            CREATE FUNCTION top() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT max(id) FROM grouped; END;
            CREATE TABLE t (id int DEFAULT top());
            INSERT INTO k VALUES (1, 'a'); INSERT INTO t DEFAULT VALUES;
            """);
        await (await roundtrip.MigrateAsync()).AssertSameAsync();
        Assert.All(roundtrip.Plan.Objects.Where(item => item.Kind == "table"), item => Assert.Equal(SchemaStage.Table, item.Stage));
    }

    [Fact]
    public async Task A_schema_that_redefines_built_in_operators_is_not_renamed()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE SCHEMA evil;
            CREATE FUNCTION evil.eq(oid, oid) RETURNS bool LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION $a$captured$a$; END';
            CREATE OPERATOR evil.= (FUNCTION = evil.eq, LEFTARG = oid, RIGHTARG = oid);
            CREATE TABLE evil."text" (id int);
            """);
        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => roundtrip.ReadAsync(new MigrationScope { SourceSchema = "evil", TargetSchema = "good" }));
        Assert.Contains("=(oid,oid)", refused.Message, StringComparison.Ordinal);
        await (await roundtrip.MigrateAsync(new MigrationScope { SourceSchema = "evil" })).AssertSameAsync();
    }

    private static async Task SameAsync(string sql)
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(sql);
        await (await roundtrip.MigrateAsync()).AssertSameAsync();
    }
}
