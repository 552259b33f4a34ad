using System.Text.Json;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Resuming;

/// <summary>The output of <c>status</c>, while a migration runs and afterwards.</summary>
public sealed class StatusTests
{
    [Fact]
    public async Task A_running_migration_shows_its_node_its_copy_and_what_that_waits_for_and_a_stopped_one_what_to_do()
    {
        await using var scene = await Scene.SetAsync();
        using var stop = new CancellationTokenSource();
        var run = Cli.RunAsync(
            ["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Partitioned], Scene.QuickRetry, stop.Token);
        await scene.Gate.WaitForCopyAsync();

        var seen = await Cli.RunAsync("status", "--target", scene.Target.Uri, "--source", scene.Source.Uri, "--json");

        Assert.True(seen.ExitCode == 0, seen.Printed);
        seen.ShouldKeepSecrets();
        var migration = JsonDocument.Parse(seen.Out).RootElement.GetProperty("migration");
        Assert.Equal("TransferData", migration.GetProperty("phase").GetString());
        Assert.Equal(1, migration.GetProperty("targetTimeline").GetInt32());
        var node = Assert.Single(migration.GetProperty("nodes").EnumerateArray());
        Assert.Equal(("living", true), (node.GetProperty("state").GetString(), node.GetProperty("coordinator").GetBoolean()));
        var waiting =
            Assert.Single(migration.GetProperty("running").EnumerateArray(), task => task.GetProperty("blockedBy").GetArrayLength() > 0);
        Assert.StartsWith("lock", waiting.GetProperty("waitsFor").GetString(), StringComparison.Ordinal);
        Assert.True(migration.GetProperty("sourceSide").GetProperty("sessions").GetInt64() >= 1);
        await stop.CancelAsync();
        Assert.Equal(5, (await run).ExitCode);

        var after = await Cli.RunAsync("status", "--target", scene.Target.Uri, "--watch");

        Assert.True(after.ExitCode == 0, after.Printed);
        Assert.Contains("ended: Stopped", after.Out, StringComparison.Ordinal);
        Assert.Contains("actormigrate resume", after.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_without_a_migration_says_so_and_that_is_no_success()
    {
        await using var target = (await TestDatabase.CreateAsync()).Noted();
        var words = await Cli.RunAsync("status", "--target", target.Uri);
        var json = await Cli.RunAsync("status", "--target", target.Uri, "--json", "--watch");
        Assert.Equal((2, 2), (words.ExitCode, json.ExitCode));
        Assert.Contains("holds no migration", words.Out, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(json.Out).RootElement.GetProperty("migration").ValueKind);
    }

    [Fact]
    public async Task A_target_that_cannot_be_reached_is_refused()
    {
        var away = await Cli.RunAsync("status", "--target", "postgresql://nobody@127.0.0.1:1/none");
        away.ShouldRefuse(2, "127.0.0.1");
    }
}
