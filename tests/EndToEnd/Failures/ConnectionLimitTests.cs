using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Failures;

public sealed class ConnectionLimitTests
{
    [Fact]
    public async Task A_node_that_comes_back_waits_for_connections_that_have_run_out_and_keeps_the_snapshot_meanwhile()
    {
        await using var any = await TestDatabase.CreateAsync();
        await using var role = await TestRole.CreateAsync(any);
        await using var scene = await Scene.SetAsync();
        await scene.Source.ExecuteAsync($"GRANT SELECT ON large, small TO {role.Name}");
        await using var output = new StringWriter();
        await using var said = TextWriter.Synchronized(output);
        await using var process = CliProcess.Start(
            ["migrate", "--source", role.UriOf(scene.Source), "--target", scene.Target.Uri, .. Scene.Partitioned, "--progress", "json"],
            Scene.QuickRetry, said);
        await scene.Gate.WaitForCopyAsync();
        var expected = await Scene.ContentAsync(scene.Source, "large");
        await scene.Source.ExecuteAsync("UPDATE large SET filler = 'too late'");

        await scene.Source.ExecuteAsync($"ALTER ROLE {role.Name} CONNECTION LIMIT 1");
        await scene.Target.ExecuteAsync("UPDATE actormigrate.node SET left_at = clock_timestamp()");
        await TriesAgainAsync(output, said);
        await scene.Source.ExecuteAsync($"ALTER ROLE {role.Name} CONNECTION LIMIT -1");
        await scene.Gate.OpenAsync();

        var ended = await process.EndAsync();
        Assert.True(ended.ExitCode == 0, ended.Printed);
        Assert.Equal(expected, await Scene.ContentAsync(scene.Target, "large"));
    }

    [Fact]
    public async Task A_worker_that_is_asked_to_wait_waits_for_connections_too()
    {
        await using var any = await TestDatabase.CreateAsync();
        await using var role = await TestRole.CreateAsync(any);
        await using var scene = await Scene.SetAsync();
        await scene.Source.ExecuteAsync($"GRANT SELECT ON large, small TO {role.Name}; ALTER ROLE {role.Name} CONNECTION LIMIT 0");
        var run = Cli.RunAsync(
            ["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Partitioned], Scene.QuickRetry, default);
        await scene.Gate.WaitForCopyAsync();
        await using var output = new StringWriter();
        await using var said = TextWriter.Synchronized(output);
        await using var worker = CliProcess.Start(
            ["worker", "--wait", "--source", role.UriOf(scene.Source), "--target", scene.Target.Uri, "--progress", "json"],
            Scene.QuickRetry, said);
        await TriesAgainAsync(output, said);

        await scene.Source.ExecuteAsync($"ALTER ROLE {role.Name} CONNECTION LIMIT -1");
        await Eventually.TrueAsync(
            () => scene.Target.ScalarAsync<bool>("SELECT count(*) = 2 FROM actormigrate.node WHERE joined_at IS NOT NULL"),
            () => "the worker has not joined");
        await scene.Gate.OpenAsync();

        Assert.Equal(0, (await run).ExitCode);
        var left = await worker.EndAsync();
        Assert.True(left.ExitCode == 0, left.Printed);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task Connections_that_run_out_in_mid_copy_are_waited_for_and_named()
    {
        await using var any = await TestDatabase.CreateAsync();
        await using var role = await TestRole.CreateAsync(any);
        await using var scene = await Scene.SetAsync();
        await scene.Target.ExecuteAsync($"""
            ALTER TABLE large OWNER TO {role.Name};
            GRANT CREATE ON SCHEMA public TO {role.Name};
            GRANT CREATE ON DATABASE {scene.Target.Name} TO {role.Name};
            """);
        var run = Cli.RunAsync(
            ["migrate", "--source", scene.Source.Uri, "--target", role.UriOf(scene.Target), "--no-owner", "--no-privileges",
                .. Scene.Partitioned],
            new Dictionary<string, string>(Scene.QuickRetry) { ["ACTORMIGRATE_MAX_ATTEMPTS"] = "50" }, default);
        var copying = await scene.Gate.WaitForCopyAsync();

        await scene.Target.ExecuteAsync($"ALTER ROLE {role.Name} CONNECTION LIMIT 1");
        Assert.True(await scene.Target.ScalarAsync<bool>($"SELECT pg_terminate_backend({copying})"));
        await Eventually.TrueAsync(
            () => scene.Target.ScalarAsync<bool>($"""
                SELECT EXISTS (SELECT FROM actormigrate.task WHERE sqlstate = '53300' AND error LIKE '%too many connections for role "{role.Name}"%' AND remedy LIKE '%CONNECTION LIMIT%')
                """),
            "the ledger does not say that connections have run out");
        await scene.Target.ExecuteAsync($"ALTER ROLE {role.Name} CONNECTION LIMIT -1");
        await scene.Gate.OpenAsync();

        var ended = await run;
        Assert.True(ended.ExitCode == 0, ended.Printed);
        await scene.ShouldBeExactAsync();
    }

    private static Task TriesAgainAsync(StringWriter output, TextWriter said) => Eventually.TrueAsync(
        () =>
        {
            // The writer locks itself.
            lock (said)
                return Task.FromResult(output.ToString().Contains("tries again to take part", StringComparison.Ordinal));
        },
        () => "the process does not try again");
}
