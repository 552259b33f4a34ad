namespace ActorMigrate.Catalog.Tests;

public sealed class VersionRoundtripTests
{
    [Fact]
    public async Task Tables_of_15_arrive_in_18_and_read_the_same_there()
    {
        await using var first = await SchemaRoundtrip.OfAsync("""
            CREATE TYPE mood AS ENUM ('a', 'b');
            CREATE DOMAIN short AS varchar(9) NOT NULL CHECK (VALUE <> '');
            CREATE TABLE parent (
                id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, m mood DEFAULT 'b', s short, x int NOT NULL CHECK (x > 0),
                g int GENERATED ALWAYS AS (x * 2) STORED, doc text COMPRESSION pglz, UNIQUE NULLS NOT DISTINCT (x) WITH (fillfactor = 70));
            INSERT INTO parent (m, s, x) SELECT 'a', 's' || i, i FROM generate_series(1, 9) AS i;
            CREATE TABLE child (id serial, p int REFERENCES parent ON DELETE CASCADE, EXCLUDE USING btree (p WITH =));
            CREATE INDEX ON parent (lower(s)) WHERE x > 2;
            """, 15, 18);
        await first.MigrateAsync();
        Assert.Empty(first.Executor.Failures);
        Assert.Empty(first.Plan.NotMigrated);
        Assert.Equal(9, await first.Target.ScalarAsync<long>("SELECT count(*) FROM parent WHERE g = x * 2"));
        Assert.Equal(9, await first.Target.ScalarAsync<long>("SELECT last_value FROM parent_id_seq"));
        Assert.Equal(15, first.Catalog.ServerVersion / 10000);
    }

    [Fact]
    public async Task What_only_18_has_arrives_in_18()
    {
        const string Sql = """
            CREATE TABLE t (
                id int CONSTRAINT "my own" NOT NULL, k int CONSTRAINT nn NOT NULL NO INHERIT, v int GENERATED ALWAYS AS (id + 1) VIRTUAL,
                room int4range, period int4range, PRIMARY KEY (room, period WITHOUT OVERLAPS),
                CONSTRAINT ne CHECK (k > 0) NOT ENFORCED);
            CREATE TABLE r (id int, room int4range, period int4range, FOREIGN KEY (room, PERIOD period) REFERENCES t (room, PERIOD period));
            CREATE TABLE later (a int);
            INSERT INTO later VALUES (NULL);
            ALTER TABLE later ADD CONSTRAINT lnn NOT NULL a NOT VALID;
            CREATE DOMAIN d AS int CONSTRAINT named NOT NULL;
            INSERT INTO t (id, k, room, period) VALUES (1, 1, '[1,2)', '[1,2)');
            """;
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Sql, 18, 18);
        await roundtrip.MigrateAsync();
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Empty(roundtrip.Plan.NotMigrated);
        Assert.Equal(await ConstraintsAsync(roundtrip.Source), await ConstraintsAsync(roundtrip.Target));
    }

    private static async Task<string?> ConstraintsAsync(TestServers.TestDatabase database) => await database.ScalarAsync<string>("""
        SELECT string_agg(concat_ws('|', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated, conislocal, coninhcount, connoinherit), E'\n' ORDER BY 1::text)
          FROM (SELECT * FROM pg_constraint WHERE oid >= 16384 ORDER BY conrelid::regclass::text, conname) AS k
        """);
}
