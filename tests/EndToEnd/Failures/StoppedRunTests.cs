namespace ActorMigrate.EndToEnd.Tests.Failures;

/// <summary>A run that is stopped from outside, as a process of its own.</summary>
public sealed class StoppedRunTests
{
    [Theory]
    [InlineData("INT", 2_500)]
    [InlineData("TERM", 2_500)]
    [InlineData("HUP", 2_500)]
    [InlineData("INT", Scene.Rows)]
    public async Task The_first_signal_stops_cleanly_and_the_ledger_says_where(string signal, int gateRow)
    {
        await using var scene = await Scene.SetAsync(gateRow: gateRow);
        await using var process = await BeginAsync(scene, "--json");

        await process.SignalAsync(signal);

        var run = await process.EndAsync();
        var report = Report.EventsShouldBeDocumented(run.Out, 5);
        Assert.Contains("transfer data", report.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("actormigrate resume", report.GetProperty("nextStep").GetString(), StringComparison.Ordinal);
        run.ShouldKeepSecrets();
        Assert.Equal(
            "TransferData Stopped", await scene.Target.ScalarAsync<string>("SELECT phase || ' ' || outcome FROM actormigrate.migration"));
        Assert.Equal(0, await scene.Target.ScalarAsync<long>("SELECT count(*) FROM actormigrate.task WHERE state = 'running'"));
        Assert.Equal(0, await scene.Target.ScalarAsync<long>("SELECT count(*) FROM actormigrate.attempt WHERE finished_at IS NULL"));
        await NothingHangsOnAsync(scene);
        await SecondRunIsRefusedAsync(scene);
    }

    [Fact]
    public async Task A_run_that_was_started_to_outlive_its_terminal_does()
    {
        await using var scene = await Scene.SetAsync(gateRow: 2_500);
        await using var process = CliProcess.Start(
            ["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Partitioned], ignored: "HUP");
        await scene.Gate.WaitForCopyAsync();

        await process.SignalAsync("HUP");
        await scene.Gate.OpenAsync();

        var run = await process.EndAsync();
        Assert.True(run.ExitCode == 0, run.Printed);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task The_second_signal_ends_at_once()
    {
        // All rows have been sent: a backend that is behind does not see that its client is gone before it has read what was sent.
        await using var scene = await Scene.SetAsync(gateRow: Scene.Rows);
        await using var process = await BeginAsync(scene);

        await process.SignalAsync("INT");
        // The clean stop may be quicker than the second signal.
        await process.TrySignalAsync("INT");

        var run = await process.EndAsync();
        Assert.Contains(run.ExitCode, new[] { 5, 130 });
        await NothingHangsOnAsync(scene);
    }

    [Fact]
    public async Task A_killed_process_leaves_no_session_and_a_ledger_that_keeps_others_out()
    {
        // All rows have been sent: a backend that is behind does not see that its client is gone before it has read what was sent.
        await using var scene = await Scene.SetAsync(gateRow: Scene.Rows);
        await using var process = await BeginAsync(scene);

        await process.SignalAsync("KILL");

        await process.EndAsync();
        await NothingHangsOnAsync(scene);
        Assert.Null(await scene.Target.ScalarAsync<string>("SELECT outcome FROM actormigrate.migration"));
        await SecondRunIsRefusedAsync(scene);
        await scene.Gate.OpenAsync();
        await scene.Target.ExecuteAsync("DROP SCHEMA actormigrate CASCADE");
        var again = await Cli.MigrateAsync(scene.Source, scene.Target, Scene.Partitioned);
        Assert.True(again.ExitCode == 0, again.Printed);
        await scene.ShouldBeExactAsync();
    }

    private static async Task<CliProcess> BeginAsync(Scene scene, params string[] more)
    {
        var process =
            CliProcess.Start(["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Partitioned, .. more]);
        await scene.Gate.WaitForCopyAsync();
        return process;
    }

    private static async Task SecondRunIsRefusedAsync(Scene scene)
    {
        var noted = await Untouched.NoteAsync(scene.Target);
        var second = await Cli.MigrateAsync(scene.Source, scene.Target, Scene.Partitioned);
        second.ShouldRefuse(2, "ledger of migration", "transfer data", "actormigrate resume", "actormigrate status");
        await noted.ShouldHoldAsync();
    }

    // The gate's own session and the tests' are not the program's.
    private static async Task NothingHangsOnAsync(Scene scene)
    {
        await Sessions.ShouldBeGoneAsync(scene.Source);
        await Sessions.ShouldBeGoneAsync(scene.Target);
    }
}
