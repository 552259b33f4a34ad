using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Resuming;

/// <summary>Runs that were ended from outside and go on, as processes of their own.</summary>
public sealed class ResumeTests(QuietSource quiet) : IClassFixture<QuietSource>
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task A_run_that_was_ended_in_the_middle_of_a_copy_goes_on_and_repeats_nothing_that_is_done(string signal)
    {
        await using var scene = await Scene.SetAsync(quiet.Server);
        await using (var process = CliProcess.Start(["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Partitioned, "--keep-control"]))
        {
            await scene.Gate.WaitForCopyAsync();
            await Eventually.TrueAsync(
                async () => await scene.Target.ScalarAsync<long>("SELECT count(*) FROM actormigrate.task WHERE lane = 'copy' AND state <> 'done'") == 1,
                "the other copies are not done");
            await process.SignalAsync(signal);
            await process.EndAsync();
        }

        await scene.Gate.OpenAsync();
        var before = await DoneAsync(scene);
        var resumed = await ResumeAsync(scene);

        Assert.True(resumed.ExitCode == 0, resumed.Printed);
        Assert.Equal(before, await DoneAsync(scene, before));
        Assert.Equal(2L, await scene.Target.ScalarAsync<long>("SELECT term FROM actormigrate.migration"));
        await scene.Target.ExecuteAsync("DROP SCHEMA actormigrate CASCADE");
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task Where_there_is_nothing_to_resume_it_says_so_and_all_is_well()
    {
        await using var source = (await TestDatabase.CreateAsync()).Noted();
        await using var target = (await TestDatabase.CreateAsync()).Noted();

        var nothing = await Cli.RunAsync("resume", "--source", source.Uri, "--target", target.Uri);

        Assert.Equal(0, nothing.ExitCode);
        Assert.Contains("nothing to resume", nothing.Out, StringComparison.Ordinal);
        nothing.ShouldKeepSecrets();
    }

    private static Task<CommandRun> ResumeAsync(Scene scene, params string[] more) =>
        Cli.RunAsync(["resume", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. more], Scene.QuickRetry, default);

    /// <summary>The tasks that are done, or of them those that were so <paramref name="among"/> others, with all attempts at them.</summary>
    private static async Task<string?> DoneAsync(Scene scene, string? among = null)
    {
        var ids = among is null ? "SELECT id FROM actormigrate.task WHERE state = 'done'" : $"VALUES {string.Join(", ", among.Split(' ').Select(done => $"({done.Split('.')[0]}::bigint)"))}";
        return await scene.Target.ScalarAsync<string>($"""
            SELECT string_agg(a.task || '.' || a.attempt || '.' || a.outcome, ' ' ORDER BY a.task, a.attempt)
            FROM actormigrate.attempt a WHERE a.task IN ({ids})
            """);
    }
}
