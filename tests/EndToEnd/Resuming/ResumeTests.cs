using ActorMigrate.TestServers;
using Npgsql;

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
        await using (var process = CliProcess.Start(
            ["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Partitioned, "--keep-control"]))
        {
            await scene.Gate.WaitForCopyAsync();
            await Eventually.TrueAsync(
                async () => await scene.Target.ScalarAsync<long>(
                    "SELECT count(*) FROM actormigrate.task WHERE lane = 'copy' AND state <> 'done'") == 1,
                "the other copies are not done");
            await process.SignalAsync(signal);
            await process.EndAsync();
        }

        await scene.Gate.OpenAsync();
        var before = await DoneAsync(scene);
        var resumed = await ResumeAsync(scene);

        Assert.True(resumed.ExitCode == 0, resumed.Printed);
        Assert.Contains("examine the recorded migration", resumed.Error, StringComparison.Ordinal);
        Assert.Contains(" of them copied before", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(before, await DoneAsync(scene, before));
        Assert.Equal(2L, await scene.Target.ScalarAsync<long>("SELECT term FROM actormigrate.migration"));
        await scene.Target.ExecuteAsync("DROP SCHEMA actormigrate CASCADE");
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task Of_two_that_resume_at_once_one_goes_on()
    {
        await using var scene = await Scene.SetAsync(quiet.Server);
        await StopInCopyAsync(scene);

        var both = new[] { ResumeAsync(scene), ResumeAsync(scene) };
        var refused = await await Task.WhenAny(both);
        await scene.Gate.OpenAsync();

        refused.ShouldRefuse(2, "actormigrate status");
        Assert.Equal([0, 2], (await Task.WhenAll(both)).Select(run => run.ExitCode).Order());
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_table_that_failed_is_mended_and_only_that_one_is_done_again()
    {
        await using var scene = await Scene.SetAsync(quiet.Server);
        await scene.Gate.OpenAsync();
        await scene.Target.ExecuteAsync("CREATE TABLE small (id int PRIMARY KEY, name text CHECK (name <> 'name 7'))");
        string[] flags = ["--truncate-existing-tables", "--copy-slots", "2"];
        var failed = await Cli.RunAsync(
            ["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. flags], Scene.QuickRetry, default);
        Assert.True(failed.ExitCode == 3, failed.Printed);
        Assert.Contains("actormigrate resume", failed.Out, StringComparison.Ordinal);

        var again = await ResumeAsync(scene);
        Assert.True(again.ExitCode == 3, again.Printed);
        await scene.Target.ExecuteAsync("ALTER TABLE small DROP CONSTRAINT small_name_check");
        Assert.Equal(
            1, await scene.Target.ScalarAsync<int>("SELECT attempt FROM actormigrate.task WHERE lane = 'copy' AND name = 'public.large'"));
        var mended = await ResumeAsync(scene);

        Assert.True(mended.ExitCode == 0, mended.Printed);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_restart_ends_the_sessions_of_a_paused_node_before_it_drops_what_they_hold()
    {
        await using var scene = await Scene.SetAsync(quiet.Server);
        await StopInCopyAsync(scene);
        var node = await scene.Target.ScalarAsync<Guid>("SELECT id FROM actormigrate.node");
        await using var paused = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(scene.Target.ConnectionString)
            { ApplicationName = $"actormigrate copy {node:N}"[..26], Pooling = false }.ConnectionString);
        await paused.OpenAsync();
        await using (var held = new NpgsqlCommand("BEGIN; LOCK TABLE small", paused))
            await held.ExecuteNonQueryAsync();
        await scene.Gate.OpenAsync();

        var again = await ResumeAsync(scene, "--restart");

        Assert.True(again.ExitCode == 0, again.Printed);
        await Assert.ThrowsAnyAsync<NpgsqlException>(async () =>
        {
            await using var ended = new NpgsqlCommand("COMMIT", paused);
            await ended.ExecuteNonQueryAsync();
        });
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task The_migrations_own_source_is_needed()
    {
        await using var scene = await Scene.SetAsync(quiet.Server);
        await StopInCopyAsync(scene);
        await using var other = (await TestDatabase.CreateAsync(quiet.Server)).Noted();

        (await Cli.RunAsync("resume", "--source", other.Uri, "--target", scene.Target.Uri)).ShouldRefuse(2, "identity");
        await scene.Source.ExecuteAsync("UPDATE small SET name = 'changed' WHERE id = 1");
        (await ResumeAsync(scene)).ShouldRefuse(2, "snapshot", "lost");

        Assert.Equal("Stopped", await scene.Target.ScalarAsync<string>("SELECT outcome FROM actormigrate.migration"));
    }

    [Fact]
    public async Task Nothing_to_resume_is_no_success_and_one_line_in_a_script_is_right_from_the_first_second_to_the_last()
    {
        await using var source = (await TestDatabase.CreateAsync()).Noted();
        await using var target = (await TestDatabase.CreateAsync()).Noted();

        await source.ExecuteAsync("CREATE TABLE t AS SELECT 1 AS a");
        string[] both = ["--source", source.Uri, "--target", target.Uri];

        (await Cli.RunAsync(["resume", .. both])).ShouldRefuse(2, "nothing to resume", "migrate --resume");
        (await Cli.RunAsync(["resume", "--restart", .. both])).ShouldRefuse(2, "nothing to resume");
        Assert.Equal(0, (await Cli.RunAsync(["migrate", "--resume", "--keep-control", .. both])).ExitCode);
        var over = await Cli.RunAsync(["resume", .. both]);
        Assert.Equal(0, over.ExitCode);
        Assert.Contains("actormigrate cleanup", over.Out, StringComparison.Ordinal);
        await target.ExecuteAsync("UPDATE actormigrate.migration SET outcome = 'Stopped'");
        Assert.Equal(0, (await Cli.RunAsync(["migrate", "--resume", .. both])).ExitCode);
        Assert.Equal(1, await target.ScalarAsync<long>("SELECT count(*) FROM t"));
    }

    private static async Task StopInCopyAsync(Scene scene)
    {
        using var stop = new CancellationTokenSource();
        var run = Cli.RunAsync(
            ["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Partitioned], Scene.QuickRetry, stop.Token);
        await scene.Gate.WaitForCopyAsync();
        await stop.CancelAsync();
        Assert.Equal(5, (await run).ExitCode);
    }

    private static Task<CommandRun> ResumeAsync(Scene scene, params string[] more) =>
        Cli.RunAsync(["resume", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. more], Scene.QuickRetry, default);

    /// <summary>The tasks that are done, or of them those that were so <paramref name="among"/>
    /// others, with all attempts at them.</summary>
    private static async Task<string?> DoneAsync(Scene scene, string? among = null)
    {
        var ids = among is null
            ? "SELECT id FROM actormigrate.task WHERE state = 'done'"
            : $"VALUES {string.Join(", ", among.Split(' ').Select(done => $"({done.Split('.')[0]}::bigint)"))}";
        return await scene.Target.ScalarAsync<string>($"""
            SELECT string_agg(a.task || '.' || a.attempt || '.' || a.outcome, ' ' ORDER BY a.task, a.attempt)
            FROM actormigrate.attempt a WHERE a.task IN ({ids})
            """);
    }
}
