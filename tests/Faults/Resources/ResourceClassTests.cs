namespace ActorMigrate.Faults.Tests.Resources;

/// <summary>The errors of a server on which something runs out, in the middle of a copy: each has its class, its action and its message. A
/// check of the target's table says it, a number of times that a sequence counts, because sequences remember what was rolled
/// back.</summary>
public sealed class ResourceClassTests
{
    private const int Row = 30_000;

    [Theory]
    [InlineData("53200", "out of shared memory")]
    [InlineData("53000", "insufficient resources")]
    [InlineData("40P01", "deadlock detected")]
    [InlineData("57014", "canceling statement due to user request")]
    public async Task A_transient_failure_is_retried_and_the_copy_is_exact(string sqlState, string message)
    {
        await using var scene = await SceneAsync(sqlState, message, times: 2);
        var run = await MigrateAsync(scene, "--json");

        Assert.True(run.ExitCode == 0, run.Printed);
        Assert.Contains("\"event\":\"task-retrying\"", run.Out, StringComparison.Ordinal);
        Assert.Contains(message, run.Out, StringComparison.Ordinal);
        await scene.ShouldBeExactAsync();
    }

    [Theory]
    [InlineData("53200", "out of shared memory", "Raise max_locks_per_transaction", 3)]
    [InlineData("53400", "temporary file size exceeds temp_file_limit", "Raise the limit", 1)]
    [InlineData("54000", "out of memory", "1 GB", 1)]
    [InlineData("XX000", "invalid memory alloc request size 1100000003", "1 GB", 1)]
    public async Task A_permanent_failure_fails_its_table_alone_by_name_and_with_a_remedy(
        string sqlState, string message, string remedy, int attempts)
    {
        await using var scene = await SceneAsync(sqlState, message, times: 1000);
        var run = await MigrateAsync(scene);

        Assert.True(run.ExitCode == 3, run.Printed);
        foreach (var word in new[] { "large", sqlState, message, remedy })
            Assert.Contains(word, run.Out, StringComparison.Ordinal);
        Assert.Equal(await Scene.ContentAsync(scene.Source, "small"), await Scene.ContentAsync(scene.Target, "small"));
        Assert.Equal(attempts,
            await scene.Target.ScalarAsync<int>("SELECT attempt FROM actormigrate.task WHERE lane = 'copy' AND state = 'failed'"));

        await scene.Target.ExecuteAsync("SELECT setval('public.told', 5000)");
        var resumed = await Cli.RunAsync(
            ["resume", "--source", scene.Source.Uri, "--target", scene.Target.Uri, "--new-snapshot"], Scene.QuickRetry, default);
        Assert.True(resumed.ExitCode == 0, resumed.Printed);
        await scene.ShouldBeExactAsync();
    }

    [Theory]
    [InlineData("53100", "could not extend file: No space left on device", "free space")]
    [InlineData("58030", "could not write block", "storage failed")]
    public async Task A_fatal_failure_stops_the_run_which_is_resumed_by_one_command(
        string sqlState, string message, string remedy)
    {
        await using var scene = await SceneAsync(sqlState, message, times: 1);
        var run = await MigrateAsync(scene);
        Assert.True(run.ExitCode == 5, run.Printed);
        foreach (var word in new[] { "large", message, remedy, "actormigrate resume" })
            Assert.Contains(word, run.Out, StringComparison.Ordinal);

        var resumed = await Cli.RunAsync(
            ["resume", "--source", scene.Source.Uri, "--target", scene.Target.Uri, "--new-snapshot"], Scene.QuickRetry, default);
        Assert.True(resumed.ExitCode == 0, resumed.Printed);
        await scene.ShouldBeExactAsync();
    }

    private static async Task<Scene> SceneAsync(string sqlState, string message, int times)
    {
        var scene = await Scene.SetAsync();
        await scene.Gate.OpenAsync();
        await scene.Target.ExecuteAsync($"""
            CREATE SEQUENCE public.told;
            CREATE OR REPLACE FUNCTION public.gate(id bigint) RETURNS boolean LANGUAGE plpgsql AS $$
            BEGIN
                IF id = {Row} AND nextval('public.told') <= {times} THEN
                    RAISE EXCEPTION USING ERRCODE = '{sqlState}', MESSAGE = '{message}';
                END IF;
                RETURN true;
            END $$
            """);
        return scene;
    }

    private static Task<CommandRun> MigrateAsync(Scene scene, params string[] more) => Cli.RunAsync(
        ["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Whole, .. more],
        new Dictionary<string, string>(Scene.QuickRetry) { ["ACTORMIGRATE_MAX_ATTEMPTS"] = "3" }, default);
}
