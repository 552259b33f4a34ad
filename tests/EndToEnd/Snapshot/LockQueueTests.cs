using System.Collections.Concurrent;
using ActorMigrate.EndToEnd.Tests.Nodes;
using ActorMigrate.Host.Progress;
using ActorMigrate.Migration.Options;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Snapshot;

/// <summary>Statements of users that wait for the snapshot's locks while the tables are yet to be read: nobody waits for them in turn, and
/// they run as soon as the rows are in.</summary>
public sealed class LockQueueTests
{
    [Theory]
    [InlineData("TRUNCATE small", 0)]
    [InlineData("VACUUM FULL small", 1000)]
    [InlineData("ALTER TABLE small DROP COLUMN name", 1000)]
    [InlineData("DROP TABLE small", null)]
    public async Task A_statement_on_a_table_that_is_not_read_yet_holds_up_nothing_and_runs_when_its_rows_are_in(
        string statement, int? left)
    {
        await using var scene = await Scene.SetAsync();
        await using var gate = await Gate.CloseAsync(scene.Target);
        var told = new Told(gate);
        var run = Migrating.RunAsync(scene.Source, scene.Target, Migrating.Defaults with { Existing = ExistingTables.Truncate }, told);
        await gate.Reached;
        await using var session = await scene.Source.OpenAsync();
        var waiting = WaitingFor(scene.Source, session, statement);
        await waiting.InQueue;
        await gate.OpenAsync();
        // The large table's copy stands at its gate: it is not the migration's end that lets the statement run.
        await scene.Gate.WaitForCopyAsync();
        await waiting.Statement.WaitAsync(Patience.ForARun);
        Assert.False(run.IsCompleted);
        if (left is { } rows)
            Assert.Equal(rows, await scene.Source.ScalarAsync<long>("SELECT count(*) FROM small"));

        await scene.Gate.OpenAsync();
        Pair.AssertSucceeded(await run with { Findings = [] });
        Assert.Equal((1000L, "name 1"), (await scene.Target.ScalarAsync<long>("SELECT count(*) FROM small"),
            await scene.Target.ScalarAsync<string>("SELECT name FROM small WHERE id = 1")));
        Assert.Contains(told.Notices, notice => notice.Contains($"backend {session.ProcessID} of the source (", StringComparison.Ordinal)
            && notice.Contains("has waited for a lock on public.small for ", StringComparison.Ordinal)
            && notice.Contains(statement, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Statements_on_every_table_at_once_and_on_a_partitioned_one()
    {
        await using var scene = await Scene.SetAsync();
        await scene.Source.ExecuteAsync("""
            CREATE TABLE parts (id int, v text) PARTITION BY RANGE (id);
            CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (100);
            CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (100) TO (200);
            INSERT INTO parts SELECT g, 'v' FROM generate_series(0, 199) AS g;
            CREATE TABLE child () INHERITS (small);
            INSERT INTO child VALUES (5000, 'child');
            """);
        await using var gate = await Gate.CloseAsync(scene.Target);
        var run = Migrating.RunAsync(scene.Source, scene.Target, Migrating.Defaults with { Existing = ExistingTables.Truncate }, gate);
        await gate.Reached;
        string[] statements = ["TRUNCATE small", "ALTER TABLE parts ADD more int", "VACUUM FULL parts_2", "ALTER TABLE large ADD more int"];
        var sessions = await Task.WhenAll(statements.Select(_ => scene.Source.OpenAsync()));
        var waiting = sessions.Zip(statements, (session, statement) => WaitingFor(scene.Source, session, statement)).ToList();
        await Task.WhenAll(waiting.Select(one => one.InQueue));
        await gate.OpenAsync();

        await Task.WhenAll(waiting.Take(3).Select(one => one.Statement)).WaitAsync(Patience.ForARun);
        Assert.False(run.IsCompleted);
        await scene.Gate.OpenAsync();
        Pair.AssertSucceeded(await run with { Findings = [] });
        await waiting[3].Statement.WaitAsync(Patience.ForARun);
        Assert.Equal((1001L, 200L, (long)Scene.Rows), (
            await scene.Target.ScalarAsync<long>("SELECT count(*) FROM small"),
            await scene.Target.ScalarAsync<long>("SELECT count(*) FROM parts"),
            await scene.Target.ScalarAsync<long>("SELECT count(*) FROM large")));
        foreach (var session in sessions)
            await session.DisposeAsync();
    }

    [Fact]
    public async Task A_node_that_joins_while_a_statement_waits_takes_its_locks_and_reads_the_table()
    {
        await using var scene = await Scene.SetAsync();
        await scene.Gate.OpenAsync();
        await using var crew = new Crew(scene);
        var coordinator = crew.Coordinator("--slots", "0");
        await crew.HoldsAsync("SELECT EXISTS (SELECT FROM actormigrate.snapshot)", "no snapshot is held");
        await using var session = await scene.Source.OpenAsync();
        await using var other = await scene.Source.OpenAsync();
        var emptying = WaitingFor(scene.Source, session, "TRUNCATE large");
        var altering = WaitingFor(scene.Source, other, "ALTER TABLE small ADD more int");
        await Task.WhenAll(emptying.InQueue, altering.InQueue);
        var worker = crew.Worker();
        await Crew.ShouldSucceedAsync(coordinator, worker);
        await Task.WhenAll(emptying.Statement, altering.Statement).WaitAsync(Patience.ForARun);
        Assert.Equal((Scene.Rows, 1000L), (await scene.Target.ScalarAsync<long>("SELECT count(*) FROM large"),
            await scene.Target.ScalarAsync<long>("SELECT count(*) FROM small")));
    }

    private static (Task InQueue, Task Statement) WaitingFor(TestDatabase database, NpgsqlConnection session, string statement) =>
        WaitingFor(database, session.ProcessID, new NpgsqlCommand(statement, session) { CommandTimeout = 0 }.ExecuteNonQueryAsync());

    private static (Task InQueue, Task Statement) WaitingFor(TestDatabase database, int backend, Task statement) => (
        Eventually.TrueAsync(
            () => database.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM pg_locks WHERE pid = {backend} AND NOT granted)"),
            $"backend {backend} does not wait"),
        statement);

    /// <summary>The output of a run beside its gate.</summary>
    private sealed class Told(Gate gate) : IProgressSink
    {
        public ConcurrentQueue<string> Notices { get; } = [];

        public void Report(ProgressEvent progress)
        {
            gate.Report(progress);
            if (progress is ProgressEvent.Noticed noticed)
                Notices.Enqueue(noticed.Message);
        }
    }
}
