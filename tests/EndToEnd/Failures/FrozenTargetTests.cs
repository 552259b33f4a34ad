using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Failures;

/// <summary>A run that is stopped while its target takes connections in and answers nothing.</summary>
public sealed class FrozenTargetTests
{
    [Fact]
    public async Task The_first_signal_ends_the_run_which_tells_no_number_that_it_has_not_read_and_can_be_resumed()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var scene = await Scene.SetAsync(targetServer: TestServer.Of(server));
        await using var process = await BeginAsync(scene);

        using (FrozenServer.Freeze(server))
        {
            await process.SignalAsync("TERM");

            var stopped = await process.EndAsync();
            Assert.True(stopped.ExitCode == 5, stopped.Printed);
            Assert.Contains("the ledger in the target does not answer", stopped.Out, StringComparison.Ordinal);
            Assert.Contains("actormigrate resume", stopped.Out, StringComparison.Ordinal);
            Assert.DoesNotContain(" tables, ", stopped.Out, StringComparison.Ordinal);
        }

        await scene.Gate.OpenAsync();
        var resumed = await Cli.RunAsync(
            ["resume", "--source", scene.Source.Uri, "--target", scene.Target.Uri, "--new-snapshot"], Scene.QuickRetry, default);
        Assert.True(resumed.ExitCode == 0, resumed.Printed);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task The_second_signal_ends_it_at_once_and_names_the_command_that_goes_on()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var scene = await Scene.SetAsync(targetServer: TestServer.Of(server));
        await using var process = await BeginAsync(scene);

        using (FrozenServer.Freeze(server))
        {
            // Signals that come before the first is handled count as one.
            await Eventually.TrueAsync(async () => !await process.TrySignalAsync("TERM"), "the process has not ended");

            var ended = await process.EndAsync();
            Assert.True(ended.ExitCode == 130, ended.Printed);
            Assert.Contains("actormigrate: Ended at once by a second signal: finished work is kept", ended.Error, StringComparison.Ordinal);
            Assert.Contains("To go on: actormigrate resume.", ended.Error, StringComparison.Ordinal);
        }
    }

    private static async Task<CliProcess> BeginAsync(Scene scene)
    {
        var process = CliProcess.Start(["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Partitioned]);
        await scene.Gate.WaitForCopyAsync();
        return process;
    }
}
