using ActorMigrate.Postgres.LocalServers;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Failures;

/// <summary>A whole server goes away in mid-copy.</summary>
public sealed class LostServerTests
{
    [Fact]
    public async Task A_target_that_crashes_and_comes_back_is_filled_all_the_same()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var scene = await Scene.SetAsync(targetServer: TestServer.Of(server));
        var (run, _) = await scene.BeginAsync(Scene.Partitioned);

        // The gate's lock goes with the server.
        await server.RestartAsync(StopMode.Immediate);

        var ended = await run;
        Assert.True(ended.ExitCode == 0, ended.Printed);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_target_that_stays_away_stops_the_run()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var scene = await Scene.SetAsync(targetServer: TestServer.Of(server));
        var (run, _) = await scene.BeginAsync(Scene.Partitioned, "--json");

        scene.ForgetTarget();
        await server.StopAsync(StopMode.Immediate);

        var ended = await run;
        var report = Report.EventsShouldBeDocumented(ended.Out, 5);
        Assert.Contains("target", string.Join('\n', report.GetProperty("findings").EnumerateArray()), StringComparison.Ordinal);
        ended.ShouldKeepSecrets();
        await Sessions.ShouldBeGoneAsync(scene.Source);
    }

    [Fact]
    public async Task A_run_that_is_stopped_while_its_target_is_gone_says_that_the_ledger_does_not_answer_and_how_to_go_on()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var scene = await Scene.SetAsync(targetServer: TestServer.Of(server));
        await using var process = CliProcess.Start(
            ["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Partitioned]);
        await scene.Gate.WaitForCopyAsync();
        scene.ForgetTarget();
        await server.StopAsync(StopMode.Immediate);

        await process.SignalAsync("TERM");

        var ended = await process.EndAsync();
        Assert.True(ended.ExitCode == 5, ended.Printed);
        Assert.Contains("Stopped in phase transfer data; the ledger in the target does not answer", ended.Out, StringComparison.Ordinal);
        Assert.Contains("actormigrate resume", ended.Out, StringComparison.Ordinal);
        Assert.Contains("has not answered for 10 s", ended.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(" tables, ", ended.Out, StringComparison.Ordinal);
        await Sessions.ShouldBeGoneAsync(scene.Source);
    }

    [Fact]
    public async Task A_source_that_restarts_takes_the_snapshot_with_it()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var scene = await Scene.SetAsync(sourceServer: TestServer.Of(server));
        var (run, _) = await scene.BeginAsync(Scene.Partitioned, "--json");

        await server.RestartAsync();
        await scene.Gate.OpenAsync();

        var ended = await run;
        var report = Report.EventsShouldBeDocumented(ended.Out, 5);
        Assert.Contains("snapshot is lost", string.Join('\n', report.GetProperty("findings").EnumerateArray()), StringComparison.Ordinal);
        Assert.Equal("Stopped", await scene.Target.ScalarAsync<string>("SELECT outcome FROM actormigrate.migration"));
        await Sessions.ShouldBeGoneAsync(scene.Target);
    }

    [Fact]
    public async Task All_holders_of_the_snapshot_and_the_copies_beneath_it()
    {
        await using var scene = await Scene.SetAsync();
        var (run, _) = await scene.BeginAsync(Scene.Partitioned, "--json");

        Assert.Equal(2, await Scene.EndBackendsAsync(scene.Source, "actormigrate snapshot"));
        Assert.True(await Scene.EndBackendsAsync(scene.Source, "actormigrate copy") > 0);

        var report = Report.EventsShouldBeDocumented((await run).Out, 5);
        Assert.Contains("snapshot is lost", string.Join('\n', report.GetProperty("findings").EnumerateArray()), StringComparison.Ordinal);
        await Sessions.ShouldBeGoneAsync(scene.Source);
    }
}
