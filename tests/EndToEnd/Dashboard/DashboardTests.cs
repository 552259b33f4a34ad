using System.Globalization;
using System.Net;
using ActorMigrate.EndToEnd.Tests.Nodes;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Dashboard;

/// <summary>The dashboard of real migrations.</summary>
public sealed class DashboardTests
{
    [Fact]
    public async Task A_migration_is_followed_and_paused_and_continued_by_its_dashboard_and_tells_it_the_end()
    {
        await using var scene = await Scene.SetAsync();
        using var error = new UrlWriter();
        using var output = new StringWriter();
        // A long lease, so that no busy machine takes the one node for silent.
        var environment = new Dictionary<string, string>(Scene.QuickRetry) { ["ACTORMIGRATE_LEASE"] = "60 s" };
        string[] arguments = ["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Partitioned, "--dashboard",
            "--dashboard-control"];
        var run = Cli.RunAsync(arguments, environment, output, error, default);
        using var client = new DashboardClient(await error.UrlAsync());
        await scene.Gate.WaitForCopyAsync();

        Assert.Equal((HttpStatusCode.OK, "ok\n"), await client.GetAsync("/healthz"));
        await Eventually.TrueAsync(async () => (await client.GetAsync("/readyz")).Status == HttpStatusCode.OK, "the node is not ready");
        var metrics = (await client.GetAsync("/metrics")).Text;
        Assert.Contains("actormigrate_phase{phase=\"TransferData\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("actormigrate_nodes{state=\"living\"} 1\n", metrics, StringComparison.Ordinal);
        var seen = await client.FollowAsync((name, _) => name == "tables");
        Assert.Contains(seen, one => one.Name == "state" && one.Data.GetProperty("migration").GetProperty("phase")
            .GetString() == "TransferData");
        var large = seen[^1].Data.GetProperty("tables").EnumerateArray().Single(table => table[1].GetString() == "public.large");
        Assert.Equal("copying", large[3].GetString());
        var tasks = await client.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/api/tasks?table={large[0].GetInt32()}"));
        Assert.Contains("copy-partition", tasks.Text, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("pause", withHeader: false)).Status);
        var paused = await client.PostAsync("pause");
        Assert.True(paused.Status == HttpStatusCode.OK, paused.Text);
        Assert.Contains("Paused", paused.Text, StringComparison.Ordinal);
        await Eventually.TrueAsync(
            () => scene.Target.ScalarAsync<bool>(
                "SELECT count(*) = 1 FROM actormigrate.directive WHERE verb = 'pause' AND taken_at IS NOT NULL"),
            "no coordinator has acted on the directive");
        await client.FollowAsync((name, data) => name == "state" && data.GetProperty("migration").GetProperty("paused")
            .ValueKind != System.Text.Json.JsonValueKind.Null);
        var continued = await client.PostAsync("continue");
        Assert.True(continued.Status == HttpStatusCode.OK, continued.Text);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("drain")).Status);

        var follows = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var following = client.FollowAsync((_, _) =>
        {
            follows.TrySetResult();
            return false;
        });
        await follows.Task.WaitAsync(Patience.ForASign);
        await scene.Gate.OpenAsync();
        var exitCode = await run.WaitAsync(Patience.ForARun);
        Assert.True(exitCode == 0, output.ToString() + error);
        var events = await following;
        Assert.Equal(("end", "Succeeded"), (events[^1].Name, events[^1].Data.GetProperty("outcome").GetString()));
        await scene.ShouldBeExactAsync();
        new CommandRun(exitCode, output.ToString(), error + string.Concat(events.Concat(seen)
            .Select(one => one.Data.GetRawText())) + metrics + tasks.Text).ShouldKeepSecrets();
    }

    [Fact]
    public async Task A_dashboard_of_its_own_shows_a_migration_that_failed_and_what_to_do()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("CREATE TABLE item (id int PRIMARY KEY); INSERT INTO item SELECT generate_series(1, 10)");
        await target.ExecuteAsync("CREATE TABLE item (id int PRIMARY KEY CONSTRAINT in_the_way CHECK (id < 10))");
        var failed = await Cli.MigrateAsync(source, target, "--truncate-existing-tables");
        Assert.True(failed.ExitCode == 3, failed.Printed);
        using var stop = new CancellationTokenSource();
        using var output = new UrlWriter();
        var run = Cli.RunAsync(["dashboard", "--target", target.Noted().Uri], [], output, TextWriter.Null, stop.Token);
        using var client = new DashboardClient(await output.UrlAsync());

        var seen = await client.FollowAsync((name, _) => name == "tables");

        var state = seen.First(one => one.Name == "state").Data;
        Assert.Equal("FinishedWithFailures", state.GetProperty("migration").GetProperty("outcome").GetString());
        Assert.NotEmpty(Assert.Single(state.GetProperty("migration").GetProperty("failures").EnumerateArray()).GetProperty("remedy")
            .GetString()!);
        Assert.NotEmpty(state.GetProperty("troubles").EnumerateArray());
        Assert.Equal("failed", Assert.Single(seen[^1].Data.GetProperty("tables").EnumerateArray())[3].GetString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/readyz")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("pause")).Status);
        await stop.CancelAsync();
        Assert.Equal(0, await run.WaitAsync(Patience.ForARun));
        new CommandRun(0, output.ToString(), string.Concat(seen.Select(one => one.Data.GetRawText()))).ShouldKeepSecrets();
    }

    [Fact]
    public async Task A_target_that_is_away_leaves_the_process_healthy_and_not_ready()
    {
        using var stop = new CancellationTokenSource();
        using var output = new UrlWriter();
        var run = Cli.RunAsync(["dashboard", "--target", "postgresql://nobody:s3cret@127.0.0.1:1/none"], [], output, TextWriter.Null,
            stop.Token);
        using var client = new DashboardClient(await output.UrlAsync());

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz")).Status);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "The target cannot be read.\n"), await client.GetAsync("/readyz"));
        Assert.Contains("actormigrate_target_reachable 0\n", (await client.GetAsync("/metrics")).Text, StringComparison.Ordinal);
        var seen = await client.FollowAsync((name, _) => name == "state");
        Assert.Contains("127.0.0.1", seen[^1].Data.GetProperty("problem").GetString(), StringComparison.Ordinal);
        await stop.CancelAsync();
        Assert.Equal(0, await run.WaitAsync(Patience.ForARun));
        new CommandRun(0, output.ToString(), string.Concat(seen.Select(one => one.Data.GetRawText()))).ShouldKeepSecrets();
    }

    [Fact]
    public async Task The_web_server_is_loaded_only_where_a_dashboard_is_asked_for()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene);
        var plain = crew.Coordinator();
        await scene.Gate.WaitForCopyAsync();
        Assert.DoesNotContain("Kestrel", Maps(plain.Id), StringComparison.Ordinal);

        using var output = new UrlWriter();
        await using var served = CliProcess.Start(["dashboard", "--target", scene.Target.Uri, "--dashboard", "localhost"],
            copyOfOutput: output);
        using var client = new DashboardClient(await output.UrlAsync());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz")).Status);
        Assert.Contains("Kestrel", Maps(served.Id), StringComparison.Ordinal);
        await served.SignalAsync("TERM");
        Assert.Equal(0, (await served.EndAsync()).ExitCode);
        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync(plain);
    }

    private static string Maps(int process) => File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/maps"));
}
