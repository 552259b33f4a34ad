using ActorMigrate.Migration.Options;

namespace ActorMigrate.EndToEnd.Tests.Schema;

public sealed class UnloggedTests
{
    [Theory]
    [InlineData(15)]
    [InlineData(18)]
    public async Task Tables_that_were_loaded_unlogged_end_as_the_sources_are(int targetMajor)
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE a (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, s serial, v text UNIQUE, long text DEFAULT repeat('x', 3000));
            ALTER TABLE a ALTER long SET STORAGE EXTERNAL;
            INSERT INTO a (v) SELECT i FROM generate_series(1, 1000) AS i;
            CREATE TABLE b (id int PRIMARY KEY, a bigint REFERENCES a, self int REFERENCES b, v text DEFAULT repeat('x', 90));
            INSERT INTO b SELECT i, 1 + i % 1000, 1 FROM generate_series(1, 3000) AS i;
            CREATE INDEX ON b (a);
            ALTER TABLE a ADD b int REFERENCES b DEFAULT 1;
            CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id);
            CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100);
            INSERT INTO p SELECT generate_series(1, 50);
            CREATE UNLOGGED TABLE stays_unlogged (id serial PRIMARY KEY, v text);
            INSERT INTO stays_unlogged (v) VALUES ('x');
            CREATE TABLE empty (id int PRIMARY KEY, v text);
            CREATE TABLE for_decoding (id int PRIMARY KEY) WITH (user_catalog_table = true); INSERT INTO for_decoding VALUES (1);
            CREATE TYPE typed_as AS (a int, b text); CREATE TABLE typed OF typed_as (a PRIMARY KEY); INSERT INTO typed VALUES (1, 'x');
            CREATE TABLE heir (own int) INHERITS (b); ALTER TABLE b CLUSTER ON b_pkey, REPLICA IDENTITY USING INDEX b_pkey;
            CREATE SCHEMA other; CREATE TABLE other.t (id int PRIMARY KEY, v int);
            CREATE PUBLICATION of_tables FOR TABLE a (id, v), b WHERE (id > 5), p, empty;
            CREATE PUBLICATION of_a_schema FOR TABLES IN SCHEMA other, TABLE ONLY typed; CREATE PUBLICATION of_all FOR ALL TABLES;
            """, targetMajor);
        await pair.MigrateExactlyAsync(Strategy.Of(PartitionBy.Auto) with { UseUnloggedTables = true });
        Assert.Equal(await PersistenceAsync(pair.Source), await PersistenceAsync(pair.Target));
        if (targetMajor == 15)
            await pair.AssertSameDumpAsync();
    }

    /// <summary>Returns the persistence of each table, index, sequence and TOAST table.</summary>
    private static async Task<string?> PersistenceAsync(TestServers.TestDatabase database) => await database.ScalarAsync<string>("""
        SELECT string_agg(coalesce('toast of ' || owner.relname, c.relname) || ' ' || c.relpersistence::text, ', ' ORDER BY coalesce('toast of ' || owner.relname, c.relname) COLLATE "C")
          FROM pg_class AS c
          LEFT JOIN pg_class AS owner ON owner.reltoastrelid = c.oid
         WHERE c.relnamespace = 'public'::regnamespace OR owner.relnamespace = 'public'::regnamespace
        """);
}
