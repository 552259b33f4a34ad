using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Control.Tests;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Planning;
using ActorMigrate.Postgres;
using ActorMigrate.Transfer.Copy;

namespace ActorMigrate.Transfer.Tests.Copy;

public sealed class CopyLotTests
{
    [Fact]
    public async Task Tables_that_hold_rows_are_emptied_and_empty_ones_keep_their_files()
    {
        await using var bench = await BenchAsync();
        await bench.ExecuteAsync("INSERT INTO target1 VALUES (7); INSERT INTO target3 VALUES (8); DELETE FROM target3");
        var before = await FilesAsync(bench);

        await CopyAsync(bench);

        Assert.Equal("1,2,3", await RowsAsync(bench, 1));
        Assert.Equal("1,2,3", await RowsAsync(bench, 2));
        Assert.Equal("1,2,3", await RowsAsync(bench, 3));
        Assert.Equal([false, true, false], before.Zip(await FilesAsync(bench), (was, now) => was == now));
        Assert.Equal(
            3, await bench.ScalarAsync<long>("SELECT count(*) FROM actormigrate.task WHERE state = 'done' AND attempt = 1 AND rows = 3"));
    }

    [Fact]
    public async Task A_source_table_that_is_gone_breaks_the_lot_by_its_task()
    {
        await using var bench = await BenchAsync();
        await bench.ExecuteAsync("DROP TABLE source2");

        var broken = await Assert.ThrowsAsync<BrokenLotException>(() => CopyAsync(bench));

        Assert.Equal(2, broken.Task);
        Assert.Contains("The snapshot has a table public.source2", broken.Message, StringComparison.Ordinal);
        Assert.Equal("", await RowsAsync(bench, 1));
    }

    private static async Task<Bench> BenchAsync()
    {
        var bench = await Bench.CreateAsync();
        await bench.AddAsync(3);
        for (var i = 1; i <= 3; i++)
        {
            var payload = new CopyPayload(
                new QualifiedName("public", $"source{i}"), new QualifiedName("public", $"target{i}"), ["id"], true, null,
                new RowPredicate.All(), null);
            await bench.ExecuteAsync($"""
                CREATE TABLE source{i} AS SELECT generate_series(1, 3) AS id;
                CREATE TABLE target{i} (id int);
                UPDATE actormigrate.task SET together = true, payload = {Literal.Quote(PayloadJson.Write(payload))} WHERE id = {i}
                """);
        }

        return bench;
    }

    private static async Task CopyAsync(Bench bench)
    {
        var tasks = await bench.Tasks.ClaimTasksAsync(bench.Term, bench.Node, TaskLane.Copy, 1, 100, default);
        await using var sessions = new CopySessions(
            async (_, _) =>
            {
                var source = await bench.OpenAsync();
                await source.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
                return source;
            },
            (_, _) => bench.OpenAsync());
        await new CopyLot(sessions, bench.Attempts, TimeProvider.System, 1 << 16).RunAsync(tasks, _ => { }, new Moved(), default);
    }

    private static async Task<string> RowsAsync(Bench bench, int table) =>
        (await bench.ScalarAsync<string>($"SELECT coalesce(string_agg(id::text, ',' ORDER BY id), '') FROM target{table}"))!;

    private static async Task<IReadOnlyList<uint>> FilesAsync(Bench bench) =>
        (await bench.ScalarAsync<uint[]>(
            "SELECT array_agg(pg_relation_filenode('target' || i) ORDER BY i) FROM generate_series(1, 3) AS i"))!;

    private sealed class Moved : IMoved
    {
        public void Add(long rows, long bytes)
        {
        }
    }
}
