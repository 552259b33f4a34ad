using ActorMigrate.Migration;

namespace ActorMigrate.EndToEnd.Tests;

public sealed class ExistingTableTests
{
    private const string Tables = """
        CREATE TYPE color AS ENUM ('red', 'green');
        CREATE TABLE a (id int PRIMARY KEY, c color, v text UNIQUE CHECK (v <> 'no'));
        CREATE TABLE b (id serial PRIMARY KEY, a int CONSTRAINT to_a REFERENCES a, up int REFERENCES b);
        CREATE INDEX b_a ON b (a);
        CREATE TABLE p (id int PRIMARY KEY, a int REFERENCES a) PARTITION BY RANGE (id);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (1000);
        CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (1000) TO (2000);
        """;

    private const string Rows = """
        INSERT INTO a SELECT i, 'red', 'v' || i FROM generate_series(1, 500) AS i;
        INSERT INTO b (a, up) SELECT 1 + i % 500, 1 FROM generate_series(1, 1500) AS i;
        INSERT INTO p SELECT i, 1 + i % 500 FROM generate_series(0, 1999) AS i;
        """;

    private const string OldRows = """
        INSERT INTO a SELECT i, 'green', 'old' || i FROM generate_series(1, 900) AS i;
        INSERT INTO b (a) SELECT i FROM generate_series(1, 900) AS i;
        INSERT INTO p SELECT i, 1 FROM generate_series(500, 1500) AS i;
        CREATE TABLE unrelated (id int PRIMARY KEY);
        INSERT INTO unrelated VALUES (42);
        CREATE VIEW other AS SELECT 1 AS one;
        """;

    [Theory]
    [InlineData(ExistingTables.Truncate, PartitionBy.Auto, 1_000_000, false)]
    [InlineData(ExistingTables.Truncate, PartitionBy.Keyset, 100, false)]
    [InlineData(ExistingTables.Drop, PartitionBy.Auto, 1_000_000, false)]
    [InlineData(ExistingTables.Drop, PartitionBy.Ctid, 100, true)]
    public async Task Existing_tables_hold_the_sources_rows_alone(ExistingTables existing, PartitionBy by, long threshold, bool unlogged)
    {
        await using var pair = await Pair.OfAsync(Tables + Rows);
        await pair.Target.ExecuteAsync(Tables + OldRows);
        var summary = await pair.MigrateAsync(Strategy.Of(by, threshold) with { Existing = existing, UseUnloggedTables = unlogged });
        Pair.AssertSucceeded(summary);
        Assert.Equal(42, await pair.Target.ScalarAsync<int>("SELECT id FROM unrelated, other WHERE one = 1"));
        await pair.Target.ExecuteAsync("DROP TABLE unrelated; DROP VIEW other");
        await pair.AssertSameRowsAsync();
        await pair.AssertSameDumpAsync();
        Assert.Equal(1501, await pair.Target.ScalarAsync<long>("SELECT nextval('b_id_seq')"));
    }

    [Fact]
    public async Task Existing_tables_without_keys_get_them()
    {
        await using var pair = await Pair.OfAsync(Tables + Rows);
        await pair.Target.ExecuteAsync("""
            CREATE TYPE color AS ENUM ('red', 'green');
            CREATE TABLE a (v text, id int NOT NULL, c color);
            CREATE TABLE b (id int NOT NULL DEFAULT 7, a int, up int);
            INSERT INTO a SELECT 'v1', 1 FROM generate_series(1, 5);
            """);
        var summary = await pair.MigrateAsync(Migrating.Defaults with { Existing = ExistingTables.Truncate });
        Pair.AssertSucceeded(summary);
        Assert.Equal(500, await pair.Target.ScalarAsync<long>("SELECT count(*) FROM a"));
        Assert.Equal(
            await pair.Source.ScalarAsync<string>(Constraints), await pair.Target.ScalarAsync<string>(Constraints));
    }

    [Theory]
    [InlineData(ExistingTables.Truncate)]
    [InlineData(ExistingTables.Drop)]
    public async Task A_table_that_is_left_out_is_left_alone(ExistingTables existing)
    {
        await using var pair = await Pair.OfAsync("CREATE TABLE x (id int); CREATE TABLE y (id int); INSERT INTO x VALUES (1); INSERT INTO y VALUES (1)");
        await pair.Target.ExecuteAsync("CREATE TABLE x (id int); CREATE TABLE y (id int); INSERT INTO x VALUES (2); INSERT INTO y VALUES (2)");
        var summary = await pair.MigrateAsync(Migrating.Defaults with { Existing = existing, Scope = new MigrationScope { ExcludeTables = ["y"] } });
        Pair.AssertSucceeded(summary);
        Assert.Equal("x", Assert.Single(summary.Tables).Source.Name);
        Assert.Equal(12, await pair.Target.ScalarAsync<int>("SELECT x.id * 10 + y.id FROM x, y"));
    }

    private const string Constraints = """
        SELECT string_agg(conrelid::regclass || ' ' || pg_get_constraintdef(oid), ', ' ORDER BY conrelid::regclass::text, pg_get_constraintdef(oid)) FROM pg_constraint
         WHERE conrelid IN ('a'::regclass, 'b'::regclass)
        """;
}
