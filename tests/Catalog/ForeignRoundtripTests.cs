namespace ActorMigrate.Catalog.Tests;

public sealed class ForeignRoundtripTests
{
    [Fact]
    public async Task Foreign_tables_servers_and_wrappers_arrive_with_user_mappings()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE EXTENSION file_fdw; CREATE EXTENSION postgres_fdw;
            CREATE FOREIGN DATA WRAPPER own VALIDATOR postgresql_fdw_validator;
            CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
            CREATE SERVER other TYPE 'a "type"' VERSION '1.2' FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'it''s', dbname 'x y', fetch_size '7');
            CREATE USER MAPPING FOR CURRENT_USER SERVER other OPTIONS (user 'u', password 'very secret');
            CREATE FOREIGN TABLE ft (id int OPTIONS (column_name 'ID') NOT NULL, x text DEFAULT 'a' CHECK (x <> '')) SERVER other OPTIONS (table_name 't');
            CREATE TABLE parent (id int NOT NULL, x text) PARTITION BY LIST (id);
            CREATE FOREIGN TABLE fpart PARTITION OF parent FOR VALUES IN (1) SERVER other;
            CREATE TABLE part2 PARTITION OF parent FOR VALUES IN (2);
            COMMENT ON FOREIGN TABLE ft IS 'f'; COMMENT ON SERVER other IS 's'; COMMENT ON FOREIGN DATA WRAPPER own IS 'w'; COMMENT ON COLUMN ft.x IS 'c';
            """);
        await (await roundtrip.MigrateAsync()).AssertSameAsync("--schema-only");
        Assert.DoesNotContain(roundtrip.Plan.Objects.SelectMany(item => item.Statements), statement =>
            statement.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Event_triggers_and_publications_arrive_last()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE SCHEMA s; CREATE TABLE s.u (id int PRIMARY KEY);
            CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int); CREATE TABLE p (id int) PARTITION BY LIST (id); CREATE TABLE zz (id int);
            CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN IF tg_tag <> $a$COMMENT$a$ AND tg_tag NOT LIKE $a$%EVENT TRIGGER$a$ THEN RAISE EXCEPTION $a$no %$a$, tg_tag; END IF; END';
            CREATE PUBLICATION pall FOR ALL TABLES;
            CREATE PUBLICATION psome FOR TABLE t (id, b) WHERE (id > 5), ONLY zz, TABLES IN SCHEMA s WITH (publish = 'insert, truncate');
            """.Replace(", TABLES IN SCHEMA s WITH", " WITH") + """
            CREATE PUBLICATION pschema FOR TABLES IN SCHEMA s, TABLE p WITH (publish_via_partition_root);
            CREATE PUBLICATION pnone;
            COMMENT ON PUBLICATION pnone IS 'none';
            CREATE EVENT TRIGGER guard ON ddl_command_start WHEN TAG IN ('CREATE TABLE', 'CREATE INDEX') EXECUTE FUNCTION refuse();
            CREATE EVENT TRIGGER off_guard ON sql_drop EXECUTE FUNCTION refuse();
            ALTER EVENT TRIGGER off_guard DISABLE; ALTER EVENT TRIGGER guard ENABLE ALWAYS;
            COMMENT ON EVENT TRIGGER guard IS 'guard';
            """);
        await (await roundtrip.MigrateAsync()).AssertSameAsync();
        Assert.Equal(["event trigger", "event trigger"], roundtrip.Plan.Objects.TakeLast(2).Select(item => item.Kind));
    }
}
