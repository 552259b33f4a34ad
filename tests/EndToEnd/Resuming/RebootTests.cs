using ActorMigrate.EndToEnd.Tests.Nodes;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Resuming;

public sealed class RebootTests
{
    [Fact]
    public async Task When_all_processes_and_both_servers_die_at_once_one_command_goes_on_to_an_exact_copy()
    {
        var quiet = new Dictionary<string, string> { ["autovacuum"] = "off" };
        await using var source = await TestServer.StartOwnAsync(settings: quiet);
        await using var target = await TestServer.StartOwnAsync(settings: quiet);
        await using var scene = await Scene.SetAsync(TestServer.Of(source), TestServer.Of(target));
        await using var crew = new Crew(scene, someoneDies: true);
        CliProcess[] processes = [crew.Coordinator(), crew.Worker("--wait", "--slots", "2")];
        await crew.LivingAsync(2);
        await crew.HoldsAsync("SELECT count(*) > 0 FROM actormigrate.task WHERE lane = 'copy' AND state = 'done'", "no copy is done");
        await scene.Gate.WaitForCopyAsync();
        // Copies commit asynchronously: a crash right after one may lose it together with its row of the ledger.
        await scene.Target.ExecuteAsync("SELECT pg_logical_emit_message(true, 'test', 'flushes what was committed before')");

        await Task.WhenAll(
            [.. processes.Select(process => process.SignalAsync("KILL")), ServerCrash.KillAsync(source), ServerCrash.KillAsync(target)]);
        await Task.WhenAll(source.RestartAsync(), target.RestartAsync());
        var done = await scene.Target.ScalarAsync<long>("SELECT count(*) FROM actormigrate.task WHERE lane = 'copy' AND state = 'done'");
        var resumed =
            await Cli.RunAsync(["resume", "--source", scene.Source.Uri, "--target", scene.Target.Uri, "--json"], Scene.QuickRetry, default);

        Assert.True(resumed.ExitCode == 0, resumed.Printed);
        Assert.True(done > 0);
        await scene.ShouldBeExactAsync();
        (await Cli.RunAsync("resume", "--source", scene.Source.Uri, "--target", scene.Target.Uri)).ShouldRefuse(2, "nothing to resume");
    }
}
