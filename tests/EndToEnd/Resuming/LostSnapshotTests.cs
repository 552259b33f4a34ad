using ActorMigrate.Postgres.Servers;

namespace ActorMigrate.EndToEnd.Tests.Resuming;

/// <summary>What becomes of a migration whose snapshot no session holds any more.</summary>
public sealed class LostSnapshotTests(QuietSource quiet) : IClassFixture<QuietSource>
{
    [Fact]
    public async Task A_source_that_was_restarted_and_not_written_to_is_read_on_under_a_snapshot_that_sees_the_same_rows()
    {
        await using var scene = await Scene.SetAsync(quiet.Server);
        var (run, _) = await scene.BeginAsync(Scene.Partitioned);
        await quiet.RestartAsync(StopMode.Immediate);
        await scene.Gate.OpenAsync();
        var ended = await run;
        Assert.True(ended.ExitCode == 5, ended.Printed);

        var resumed = await ResumeAsync(scene);

        Assert.True(resumed.ExitCode == 0, resumed.Printed);
        Assert.Contains("sees the same rows", resumed.Out, StringComparison.Ordinal);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_source_that_was_written_to_is_read_on_only_when_told_to_and_then_every_table_is_of_one_snapshot()
    {
        await using var scene = await Scene.SetAsync(quiet.Server);
        await scene.Source.ExecuteAsync("CREATE SEQUENCE counter; SELECT nextval('counter')");
        await StopInTheMiddleAsync(scene);
        var small = await Scene.ContentAsync(scene.Target, "small");
        await scene.Source.ExecuteAsync("""
            UPDATE small SET name = 'changed' WHERE id = 1;
            DELETE FROM large WHERE id % 7 = 0;
            INSERT INTO large SELECT g, 'new' FROM generate_series(100001, 100100) g;
            SELECT nextval('counter') FROM generate_series(1, 50);
            ALTER TABLE large ADD COLUMN more int;
            """);

        (await ResumeAsync(scene)).ShouldRefuse(2, "snapshot", "lost", "--new-snapshot", "actormigrate cleanup");
        (await ResumeAsync(scene, "--new-snapshot")).ShouldRefuse(2, "schema", "table public.large");
        await scene.Source.ExecuteAsync("ALTER TABLE large DROP COLUMN more");
        var resumed = await ResumeAsync(scene, "--new-snapshot");

        Assert.True(resumed.ExitCode == 0, resumed.Printed);
        Assert.Contains("public.small", resumed.Out, StringComparison.Ordinal);
        Assert.Equal(await Scene.ContentAsync(scene.Source, "large"), await Scene.ContentAsync(scene.Target, "large"));
        Assert.Equal(small, await Scene.ContentAsync(scene.Target, "small"));
        Assert.Equal(
            await scene.Source.ScalarAsync<long>("SELECT last_value FROM counter"), await scene.Target.ScalarAsync<long>("SELECT last_value FROM counter"));
        await Sessions.ShouldBeGoneAsync(scene.Source);
        await Sessions.ShouldBeGoneAsync(scene.Target);
    }

    /// <summary>The small table is in, and the large one in part.</summary>
    private static async Task StopInTheMiddleAsync(Scene scene)
    {
        using var stop = new CancellationTokenSource();
        var run = Cli.RunAsync(["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Partitioned], Scene.QuickRetry, stop.Token);
        await scene.Gate.WaitForCopyAsync();
        await Eventually.TrueAsync(
            async () => await scene.Target.ScalarAsync<long>("SELECT count(*) FROM actormigrate.task WHERE lane = 'copy' AND state <> 'done'") == 1,
            "the other copies are not done");
        await stop.CancelAsync();
        Assert.Equal(5, (await run).ExitCode);
        await scene.Gate.OpenAsync();
    }

    private static Task<CommandRun> ResumeAsync(Scene scene, params string[] more) =>
        Cli.RunAsync(["resume", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. more], Scene.QuickRetry, default);
}
