using ActorMigrate.Postgres.LocalServers;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Resuming;

/// <summary>Resuming a migration whose snapshot no session holds any more.</summary>
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

        (await ResumeAsync(scene)).ShouldRefuse(2, "snapshot", "lost", "--new-snapshot", "--restart");
        (await ResumeAsync(scene, "--new-snapshot")).ShouldRefuse(2, "schema", "table public.large");
        await scene.Source.ExecuteAsync("ALTER TABLE large DROP COLUMN more");
        var resumed = await ResumeAsync(scene, "--new-snapshot");

        Assert.True(resumed.ExitCode == 0, resumed.Printed);
        Assert.Contains("public.small", resumed.Out, StringComparison.Ordinal);
        Assert.Equal(await Scene.ContentAsync(scene.Source, "large"), await Scene.ContentAsync(scene.Target, "large"));
        Assert.Equal(small, await Scene.ContentAsync(scene.Target, "small"));
        Assert.Equal(
            await scene.Source.ScalarAsync<long>("SELECT last_value FROM counter"),
            await scene.Target.ScalarAsync<long>("SELECT last_value FROM counter"));
        await Sessions.ShouldBeGoneAsync(scene.Source);
        await Sessions.ShouldBeGoneAsync(scene.Target);
    }

    [Fact]
    public async Task A_run_that_is_begun_anew_drops_what_it_made_and_nothing_else()
    {
        await using var scene = await Scene.SetAsync(quiet.Server);
        await scene.Source.ExecuteAsync("""
            CREATE TYPE mood AS ENUM ('good', 'bad');
            CREATE SCHEMA app;
            CREATE TABLE app.parent (id int PRIMARY KEY, m mood, other int);
            CREATE TABLE app.child (id serial PRIMARY KEY, parent int REFERENCES app.parent);
            ALTER TABLE app.parent ADD FOREIGN KEY (other) REFERENCES app.child;
            CREATE FUNCTION app.one(mood) RETURNS int LANGUAGE sql AS 'SELECT 1';
            CREATE VIEW app.seen AS SELECT app.one(m) FROM app.parent;
            INSERT INTO app.parent SELECT g, 'good', NULL FROM generate_series(1, 100) g;
            """);
        await scene.Target.ExecuteAsync("CREATE SCHEMA mine; CREATE TABLE mine.kept AS SELECT 1 AS id");
        await StopInTheMiddleAsync(scene);
        await scene.Target.ExecuteAsync("CREATE TABLE mine.later AS SELECT 2 AS id; CREATE VIEW mine.on_it AS SELECT * FROM app.parent");
        await scene.Source.ExecuteAsync("UPDATE small SET name = 'changed' WHERE id = 1; DELETE FROM app.parent WHERE id > 50");

        (await ResumeAsync(scene, "--restart", "--new-snapshot")).ShouldRefuse(1, "exclude each other");
        (await ResumeAsync(scene, "--restart")).ShouldRefuse(2, "depends on it", "app.parent");
        (await ResumeAsync(scene, "--new-snapshot")).ShouldRefuse(2, "has begun to drop its objects", "--restart");
        await scene.Target.ExecuteAsync("DROP VIEW mine.on_it");
        var again = await ResumeAsync(scene, "--restart");

        Assert.True(again.ExitCode == 0, again.Printed);
        await scene.ShouldBeExactAsync();
        Assert.Equal(await Scene.ContentAsync(scene.Source, "app.parent"), await Scene.ContentAsync(scene.Target, "app.parent"));
        Assert.Equal((1, 2), (await scene.Target.ScalarAsync<int>("SELECT id FROM mine.kept"),
            await scene.Target.ScalarAsync<int>("SELECT id FROM mine.later")));
    }

    /// <summary>The small table is in, and the large one in part.</summary>
    private static async Task StopInTheMiddleAsync(Scene scene)
    {
        using var stop = new CancellationTokenSource();
        var run = Cli.RunAsync(
            ["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Partitioned], Scene.QuickRetry, stop.Token);
        await scene.Gate.WaitForCopyAsync();
        await Eventually.TrueAsync(
            async () =>
                await scene.Target.ScalarAsync<long>("SELECT count(*) FROM actormigrate.task WHERE lane = 'copy' AND state <> 'done'") == 1,
            "the other copies are not done");
        await stop.CancelAsync();
        Assert.Equal(5, (await run).ExitCode);
        await scene.Gate.OpenAsync();
    }

    private static Task<CommandRun> ResumeAsync(Scene scene, params string[] more) =>
        Cli.RunAsync(["resume", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. more], Scene.QuickRetry, default);
}
