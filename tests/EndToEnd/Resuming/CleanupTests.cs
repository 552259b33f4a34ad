using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Resuming;

/// <summary>The leftovers that <c>cleanup</c> shows and removes, and the objects that it leaves alone.</summary>
public sealed class CleanupTests
{
    [Fact]
    public async Task Traces_are_shown_and_removed_once_that_is_confirmed_and_the_data_stays()
    {
        await using var scene = await Scene.SetAsync();
        await using (var process =
            CliProcess.Start(["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Partitioned]))
        {
            await scene.Gate.WaitForCopyAsync();
            // A backend may commit what it was sent after its client has died.
            await Eventually.TrueAsync(
                async () => await scene.Target.ScalarAsync<long>(
                    "SELECT count(*) FROM actormigrate.task WHERE lane = 'copy' AND state <> 'done'") == 1,
                "the other copies are not done");
            var living = await Cli.RunAsync("cleanup", "--target", scene.Target.Uri, "--yes");
            living.ShouldRefuse(2, "Nodes of the migration still live", "--force");
            await process.SignalAsync("KILL");
            await process.EndAsync();
        }

        var rows = await scene.Target.ScalarAsync<long>("SELECT count(*) FROM large");
        // Heartbeats are looked at, not waited for: this one is as good as silent.
        await scene.Target.ExecuteAsync("UPDATE actormigrate.node SET heartbeat_at = heartbeat_at - interval '1 hour'");
        var unasked = await Cli.RunAsync("cleanup", "--target", scene.Target.Uri);
        unasked.ShouldRefuse(2, "no terminal on which to confirm it", "--yes");
        Assert.True(await scene.Target.ScalarAsync<bool>("SELECT to_regnamespace('actormigrate') IS NOT NULL"));

        var removed = await Cli.RunAsync("cleanup", "--target", scene.Target.Uri, "--source", scene.Source.Uri, "--yes");

        Assert.True(removed.ExitCode == 0, removed.Printed);
        Assert.Contains("in phase transfer data, not ended", removed.Out, StringComparison.Ordinal);
        removed.ShouldKeepSecrets();
        Assert.False(await scene.Target.ScalarAsync<bool>("SELECT to_regnamespace('actormigrate') IS NOT NULL"));
        Assert.Equal(rows, await scene.Target.ScalarAsync<long>("SELECT count(*) FROM large"));
        await Sessions.ShouldBeGoneAsync(scene.Source);
        await Sessions.ShouldBeGoneAsync(scene.Target);
        var nothing = await Cli.RunAsync("cleanup", "--target", scene.Target.Uri);
        Assert.Equal(0, nothing.ExitCode);
        Assert.Contains("nothing to remove", nothing.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_of_that_name_that_is_somebodys_own_is_not_removed()
    {
        await using var target = (await TestServers.TestDatabase.CreateAsync()).Noted();
        await target.ExecuteAsync("CREATE SCHEMA actormigrate; CREATE TABLE actormigrate.mine (id int)");
        (await Cli.RunAsync("cleanup", "--target", target.Uri, "--yes")).ShouldRefuse(2, "schema named actormigrate");
        Assert.True(await target.ScalarAsync<bool>("SELECT to_regclass('actormigrate.mine') IS NOT NULL"));
    }
}
