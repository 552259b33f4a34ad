using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Failures;

public sealed class ConnectionLimitTests
{
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
}
