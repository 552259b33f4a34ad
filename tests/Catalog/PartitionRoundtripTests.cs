namespace ActorMigrate.Catalog.Tests;

public sealed class PartitionRoundtripTests
{
    private const string Partitioned = """
        CREATE TYPE mood AS ENUM ('sad', 'ok');
        CREATE TABLE m (id int NOT NULL, at date NOT NULL, note text DEFAULT 'n', big bigint GENERATED ALWAYS AS (id * 2) STORED,
            CONSTRAINT positive CHECK (id > 0), PRIMARY KEY (id, at)) PARTITION BY RANGE (at, id);
        CREATE TABLE "m one" PARTITION OF m (note DEFAULT 'own', CONSTRAINT own CHECK (id < 1000)) FOR VALUES FROM ('2020-01-01', MINVALUE) TO ('2021-01-01', MINVALUE);
        CREATE TABLE m2 (note text, gone int, at date NOT NULL, id int NOT NULL, big bigint GENERATED ALWAYS AS (id * 2) STORED, CONSTRAINT positive CHECK (id > 0));
        ALTER TABLE m2 DROP COLUMN gone;
        ALTER TABLE m ATTACH PARTITION m2 FOR VALUES FROM ('2021-01-01', MINVALUE) TO (MAXVALUE, MAXVALUE);
        CREATE TABLE mdef PARTITION OF m DEFAULT PARTITION BY LIST (id);
        CREATE TABLE mdef_a PARTITION OF mdef FOR VALUES IN (5, 6);
        CREATE TABLE mdef_rest PARTITION OF mdef DEFAULT WITH (fillfactor = 50);
        CREATE INDEX m_note ON m (lower(note)) WHERE id > 5;
        CREATE UNIQUE INDEX m_u ON m (at, id) INCLUDE (note);
        CREATE INDEX only_parent ON ONLY m (big);
        CREATE INDEX only_leaf ON m2 (big);
        CREATE TABLE h (k text COLLATE "C", mo mood) PARTITION BY HASH (k text_pattern_ops);
        CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE h1 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        CREATE TABLE li (k text) PARTITION BY LIST (k);
        CREATE TABLE li_a PARTITION OF li FOR VALUES IN ('a', NULL, 'it''s', E'back\\slash');
        INSERT INTO li VALUES (NULL), ('it''s');
        CREATE TABLE e (x int) PARTITION BY LIST ((x % 3));
        CREATE TABLE e0 PARTITION OF e FOR VALUES IN (0);
        CREATE TABLE empty_one (x int) PARTITION BY RANGE (x);
        CREATE TABLE refers (id int, at date, FOREIGN KEY (id, at) REFERENCES m ON DELETE CASCADE);
        CREATE TABLE prefers (id int, at date, FOREIGN KEY (id, at) REFERENCES m) PARTITION BY LIST (id);
        CREATE TABLE prefers1 PARTITION OF prefers FOR VALUES IN (1);
        ALTER TABLE prefers1 ADD CONSTRAINT leaf_only FOREIGN KEY (id, at) REFERENCES m;
        INSERT INTO m (id, at, note) SELECT i, date '2019-12-25' + i * 10, CASE WHEN i % 2 = 0 THEN 'a' END FROM generate_series(1, 60) AS i;
        INSERT INTO m (id, at) VALUES (5, '2018-01-01');
        INSERT INTO h SELECT 'k' || i, 'ok' FROM generate_series(1, 20) AS i;
        INSERT INTO e SELECT 0;
        INSERT INTO refers SELECT id, at FROM m LIMIT 3;
        INSERT INTO prefers SELECT id, at FROM m WHERE id = 1;
        COMMENT ON TABLE m IS 'root'; COMMENT ON TABLE mdef IS 'branch'; COMMENT ON INDEX m_note IS 'i'; COMMENT ON CONSTRAINT positive ON m2 IS 'c';
        """;

    [Fact]
    public async Task Partitioned_tables_of_every_strategy_arrive()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Partitioned);
        await (await roundtrip.MigrateAsync()).AssertSameAsync();
        Assert.Equal(
            await InvalidAsync(roundtrip.Source), await InvalidAsync(roundtrip.Target));
        Assert.Equal("only_parent", await InvalidAsync(roundtrip.Target));
        Assert.DoesNotContain(roundtrip.Catalog.Tables, table => table.Name.Name == "m");
    }

    [Fact]
    public async Task Partitioned_tables_loaded_unlogged_end_logged()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Partitioned);
        await (await roundtrip.MigrateAsync(unlogged: true)).AssertSameAsync();
    }

    [Fact]
    public async Task Partitioned_tables_of_15_arrive_in_18()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Partitioned, 15, 18);
        await roundtrip.MigrateAsync();
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Equal("only_parent", await InvalidAsync(roundtrip.Target));
        Assert.Equal(61, await roundtrip.Target.ScalarAsync<long>("SELECT count(*) FROM m"));
    }

    [Fact]
    public async Task A_leaf_alone_is_attached_to_its_parent_which_has_no_other()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Partitioned);
        await roundtrip.MigrateAsync(new Migration.Options.MigrationScope { IncludeTables = ["m2"] });
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.True(await roundtrip.Target.ScalarAsync<bool>("SELECT relispartition FROM pg_class WHERE relname = 'm2'"));
        Assert.Equal(1, await roundtrip.Target.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relispartition AND relkind = 'r'"));
    }

    private static Task<string?> InvalidAsync(TestServers.TestDatabase database) => database.ScalarAsync<string>(
        "SELECT string_agg(indexrelid::regclass::text, ',' ORDER BY 1) FROM pg_index WHERE NOT indisvalid");
}
