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
        await using var scripted = await ScriptedAsync();
        await scripted.ExecuteAsync("INSERT INTO target1 VALUES (7); INSERT INTO target3 VALUES (8); DELETE FROM target3");
        var before = await FilesAsync(scripted);

        await CopyAsync(scripted);

        Assert.Equal("1,2,3", await RowsAsync(scripted, 1));
        Assert.Equal("1,2,3", await RowsAsync(scripted, 2));
        Assert.Equal("1,2,3", await RowsAsync(scripted, 3));
        Assert.Equal([false, true, false], before.Zip(await FilesAsync(scripted), (was, now) => was == now));
        Assert.Equal(
            3,
            await scripted.ScalarAsync<long>("SELECT count(*) FROM actormigrate.task WHERE state = 'done' AND attempt = 1 AND rows = 3"));
    }

    [Fact]
    public async Task A_source_table_that_is_gone_breaks_the_lot_by_its_task()
    {
        await using var scripted = await ScriptedAsync();
        await scripted.ExecuteAsync("DROP TABLE source2");

        var broken = await Assert.ThrowsAsync<BrokenLotException>(() => CopyAsync(scripted));

        Assert.Equal(2, broken.Task);
        Assert.Contains("The snapshot has a table public.source2", broken.Message, StringComparison.Ordinal);
        Assert.Equal("", await RowsAsync(scripted, 1));
    }

    private static async Task<ScriptedNode> ScriptedAsync()
    {
        var scripted = await ScriptedNode.CreateAsync();
        await scripted.AddAsync(3);
        for (var i = 1; i <= 3; i++)
        {
            var payload = new CopyPayload(
                new QualifiedName("public", $"source{i}"), new QualifiedName("public", $"target{i}"), ["id"], true, null,
                new RowPredicate.All(), null);
            await scripted.ExecuteAsync($"""
                CREATE TABLE source{i} AS SELECT generate_series(1, 3) AS id;
                CREATE TABLE target{i} (id int);
                UPDATE actormigrate.task SET together = true, payload = {Literal.Quote(PayloadJson.Write(payload))} WHERE id = {i}
                """);
        }

        return scripted;
    }

    private static async Task CopyAsync(ScriptedNode scripted)
    {
        var tasks = await scripted.Tasks.ClaimTasksAsync(scripted.Term, scripted.Node, TaskLane.Copy, 1, 100, default);
        await using var sessions = new CopySessions(
            async (_, _) =>
            {
                var source = await scripted.OpenAsync();
                await source.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
                return source;
            },
            (_, _) => scripted.OpenAsync());
        await new CopyLot(sessions, scripted.Attempts, TimeProvider.System, 1 << 16).RunAsync(tasks, _ => { }, new Moved(), default);
    }

    private static async Task<string> RowsAsync(ScriptedNode scripted, int table) =>
        (await scripted.ScalarAsync<string>($"SELECT coalesce(string_agg(id::text, ',' ORDER BY id), '') FROM target{table}"))!;

    private static async Task<IReadOnlyList<uint>> FilesAsync(ScriptedNode scripted) =>
        (await scripted.ScalarAsync<uint[]>(
            "SELECT array_agg(pg_relation_filenode('target' || i) ORDER BY i) FROM generate_series(1, 3) AS i"))!;

    private sealed class Moved : IMoved
    {
        public void Add(long rows, long bytes)
        {
        }
    }
}
