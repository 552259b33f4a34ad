using ActorMigrate.Migration.Options;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Snapshot;

/// <summary>Statements of other sessions in the source while a migration begins or holds its snapshot.</summary>
public sealed class SnapshotTests
{
    private const string Tables = """
        CREATE TABLE t (id int PRIMARY KEY, v text) WITH (autovacuum_enabled = off);
        INSERT INTO t SELECT i, repeat('x', 50) FROM generate_series(1, 5000) AS i;
        DELETE FROM t WHERE id % 3 = 0;
        CREATE TABLE p (id int, v text, PRIMARY KEY (id)) PARTITION BY RANGE (id);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100);
        INSERT INTO p SELECT i, 'p' FROM generate_series(0, 99) AS i;
        CREATE SEQUENCE s;
        CREATE SCHEMA app;
        CREATE TABLE app.a AS SELECT 1 AS n;
        """;

    [Fact]
    public async Task Statements_that_would_move_the_rows_of_a_held_table_wait()
    {
        await using var pair = await Pair.OfAsync(Tables);
        await using var gate = await Gate.CloseAsync(pair.Target);
        var run = pair.MigrateAsync(Strategy.Of(PartitionBy.Ctid), gate);
        await gate.Reached;
        string[] statements =
        [
            "VACUUM FULL t", "CLUSTER t USING t_pkey", "TRUNCATE t", "ALTER TABLE t ADD further int", "ALTER TABLE t ALTER id TYPE bigint",
            "ALTER TABLE t RENAME TO u",
            "ALTER TABLE t RENAME v TO w", "DROP TABLE t", "ALTER TABLE p DETACH PARTITION p1", "DROP TABLE p", "TRUNCATE p",
            "DROP SCHEMA public CASCADE",
        ];
        foreach (var statement in statements)
            Assert.Equal((statement, "55P03"), (statement, await SqlStateOfAsync(pair.Source, statement)));
        await gate.OpenAsync();
        Pair.AssertSucceeded(await run);
        await pair.AssertSameRowsAsync();
    }

    [Fact]
    public async Task Rows_that_change_meanwhile_arrive_as_the_snapshot_saw_them()
    {
        await using var pair = await Pair.OfAsync(Tables);
        var before = await Contents.OfAsync(pair.Source);
        await using var gate = await Gate.CloseAsync(pair.Target);
        var run = pair.MigrateAsync(Strategy.Of(PartitionBy.Ctid), gate);
        await gate.Reached;
        await pair.Source.ExecuteAsync("UPDATE t SET id = -id WHERE id % 2 = 0");
        await pair.Source.ExecuteAsync("DELETE FROM t WHERE id > 100; DELETE FROM p");
        await pair.Source.ExecuteAsync("VACUUM (INDEX_CLEANUP ON) t");
        await pair.Source.ExecuteAsync("INSERT INTO t SELECT i, 'late' FROM generate_series(10000, 20000) AS i; REINDEX TABLE t");
        await gate.OpenAsync();
        Pair.AssertSucceeded(await run);
        Assert.Equal(before, await Contents.OfAsync(pair.Target));
    }

    [Theory]
    [InlineData("TRUNCATE t")]
    [InlineData("DROP TABLE t")]
    [InlineData("ALTER TABLE t ADD further int DEFAULT 5")]
    [InlineData("ALTER TABLE t ALTER id TYPE bigint")]
    [InlineData("ALTER TABLE t RENAME TO u")]
    [InlineData("LOCK app.a IN ACCESS EXCLUSIVE MODE; ALTER SCHEMA app RENAME TO renamed")]
    [InlineData("ALTER TABLE t DROP v, ADD v int DEFAULT 7")]
    [InlineData("DROP TABLE t; CREATE TABLE t (other text); INSERT INTO t VALUES ('new')")]
    [InlineData("ALTER SEQUENCE s RESTART 42; SELECT setval('s', 99); LOCK t IN ACCESS EXCLUSIVE MODE")]
    public async Task Changes_committed_between_the_snapshot_and_the_locks_arrive_whole(string change)
    {
        await using var pair = await Pair.OfAsync(Tables);
        await using var other = await pair.Source.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand(change, other))
            await command.ExecuteNonQueryAsync();
        var run = pair.MigrateAsync();
        await SomeoneWaitsAsync(pair.Source);
        await transaction.CommitAsync();
        Pair.AssertSucceeded(await run);
        await pair.AssertSameRowsAsync();
        await pair.AssertSameDumpAsync();
    }

    private static async Task<string> SqlStateOfAsync(TestDatabase database, string statement)
    {
        await using var session = await database.OpenAsync();
        await using (var impatient = new NpgsqlCommand("SET lock_timeout = '50ms'", session))
            await impatient.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(statement, session);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        return refused.SqlState;
    }

    private static async Task SomeoneWaitsAsync(TestDatabase database)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await using var sessions = WaitSessions.Begin();
        while (!await database.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND "
                + "application_name LIKE 'actormigrate%')"))
            await Task.Delay(20, patience.Token);
    }
}
