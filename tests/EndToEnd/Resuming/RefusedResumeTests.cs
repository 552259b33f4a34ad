namespace ActorMigrate.EndToEnd.Tests.Resuming;

/// <summary>A process that resumes a migration and fails after it has adopted it.</summary>
public sealed class RefusedResumeTests(QuietSource quiet) : IClassFixture<QuietSource>
{
    [Theory]
    [InlineData("INSERT ON actormigrate.node")]
    [InlineData("UPDATE OF state ON actormigrate.task")]
    [InlineData("INSERT ON actormigrate.directive")]
    public async Task The_migration_is_given_back_and_status_says_how_to_go_on(string refused)
    {
        await using var scene = await Scene.SetAsync(quiet.Server);
        await using (var process = CliProcess.Start(
            ["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Partitioned]))
        {
            await scene.Gate.WaitForCopyAsync();
            await Cli.RunAsync("stop", "--target", scene.Target.Uri);
            Assert.Equal(5, (await process.EndAsync()).ExitCode);
        }

        await scene.Gate.OpenAsync();
        await scene.Target.ExecuteAsync($"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not today'; END $$;
            CREATE TRIGGER refuse BEFORE {refused} EXECUTE FUNCTION refuse()
            """);

        (await ResumeAsync(scene)).ShouldRefuse(2, "not today");

        var status = await Cli.RunAsync("status", "--target", scene.Target.Uri);
        Assert.Contains("ended: Stopped", status.Out, StringComparison.Ordinal);
        Assert.Contains("for actormigrate resume", status.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(": living", status.Out, StringComparison.Ordinal);
        await scene.Target.ExecuteAsync("DROP FUNCTION refuse() CASCADE");
        var resumed = await ResumeAsync(scene);
        Assert.True(resumed.ExitCode == 0, resumed.Printed);
        await scene.ShouldBeExactAsync();
    }

    private static Task<CommandRun> ResumeAsync(Scene scene) =>
        Cli.RunAsync(["resume", "--source", scene.Source.Uri, "--target", scene.Target.Uri], Scene.QuickRetry, default);
}
