using System.Text.Json;
using ActorMigrate.Faults.Tests.Matrix;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Faults.Tests.Stalls;

/// <summary>A copy that stands still is reported with the session in its way, given up after a time, tried
/// again, and goes on when the way is free.</summary>
public sealed class StallTests
{
    [Fact]
    public async Task A_statement_that_waits_for_a_lock_in_the_target()
    {
        await using var scene = await Scene.SetAsync();
        await scene.Gate.OpenAsync();
        await using var blocker = await BlockerAsync(scene.Target, "BEGIN; LOCK TABLE large IN ROW EXCLUSIVE MODE");

        await using var run = Start(scene, Scene.Whole);
        await ComesAsync(
            run, "log",
            $"waits for a lock on public.large, blocked by pid {blocker.ProcessID} (somebody else, role postgres), idle in "
                + "transaction: LOCK TABLE large IN ROW EXCLUSIVE MODE; it goes on when that ends, or when you end it in the target: "
                + $"SELECT pg_terminate_backend({blocker.ProcessID});");
        await ComesAsync(run, "task-retrying", "Nothing happened for ", $"blocked by pid {blocker.ProcessID}");
        await blocker.CloseAsync();

        Assert.True(await run.Ended.WaitAsync(Patience.ForARun) == 0, run.Printed);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_copy_passes_an_ALTER_in_the_source_that_waits_for_the_snapshots_locks()
    {
        await using var scene = await Scene.SetAsync();
        // The server takes a second, its deadlock_timeout, each time that it lets a reader pass.
        await using var run = Start(scene, Scene.Partitioned, "60 s");
        var copying = await scene.Gate.WaitForCopyAsync();
        await using var blocker = await BlockerAsync(scene.Source, "SELECT 1");
        var altering = new NpgsqlCommand("ALTER TABLE large ADD COLUMN more int", blocker).ExecuteNonQueryAsync();
        await Eventually.TrueAsync(
            async () => await scene.Source.ScalarAsync<bool>(
                $"SELECT EXISTS (SELECT FROM pg_locks WHERE pid = {blocker.ProcessID} AND NOT granted)"),
            "the ALTER does not wait");
        // Sessions that copied before have the lock; new ones have not.
        Assert.True(await Scene.EndBackendsAsync(scene.Source, "actormigrate copy") > 0);
        Assert.True(await scene.Target.ScalarAsync<bool>($"SELECT pg_terminate_backend({copying})"));
        await scene.Gate.OpenAsync();

        Assert.True(await run.Ended.WaitAsync(Patience.ForARun) == 0, run.Printed);
        await altering.WaitAsync(Patience.ForARun);
        Assert.DoesNotContain("No byte was moved", run.Printed, StringComparison.Ordinal);
        await scene.Source.ExecuteAsync("ALTER TABLE large DROP COLUMN more");
        await scene.ShouldBeExactAsync();
    }

    private static FaultRun Start(Scene scene, string[] flags, string stallTimeout = "2 s") =>
        FaultRun.Start(false, new Dictionary<string, string> { ["ACTORMIGRATE_STALL_TIMEOUT"] = stallTimeout },
            ["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, "--json", .. flags]);

    private static async Task<NpgsqlConnection> BlockerAsync(TestDatabase database, string sql)
    {
        var session = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString)
            { ApplicationName = "somebody else", CommandTimeout = 0 }.ConnectionString);
        await session.OpenAsync();
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync();
        return session;
    }

    private static async Task ComesAsync(FaultRun run, string name, params string[] words)
    {
        var came = run.Lines.WhenAsync(happened => Moment.Is(happened, name)
            && Array.TrueForAll(words, word => Text(happened).Contains(word, StringComparison.Ordinal)));
        if (await Task.WhenAny(came, run.Ended, Task.Delay(Patience.ForASign)) != came)
            Assert.Fail($"{name} with {string.Join(" … ", words)} has not come:\n{run.Printed}");
    }

    private static string Text(JsonElement happened) =>
        happened.TryGetProperty("message", out var message) ? message.GetString()! : happened.GetProperty("error").GetString()!;
}
