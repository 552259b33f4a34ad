using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Failures;

/// <summary>A single session of any kind may die: the run goes on and the copy is exact.</summary>
public sealed class LostBackendTests
{
    [Fact]
    public async Task A_target_backend_that_dies_in_mid_copy_costs_one_partition_one_attempt()
    {
        await using var scene = await Scene.SetAsync();
        var (run, backend) = await scene.BeginAsync(Scene.Partitioned, "--json");
        Assert.True(await scene.Target.ScalarAsync<bool>($"SELECT pg_terminate_backend({backend})"));
        await scene.Gate.WaitForCopyAsync(other: backend);
        await scene.Gate.OpenAsync();

        var report = Report.EventsShouldBeDocumented((await run).Out, 0);

        var large = report.Table("large");
        var partitions = large.GetProperty("partitions").GetInt32();
        Assert.InRange(partitions, 2, 4);
        Assert.Equal(partitions + 1, large.GetProperty("attempts").GetInt32());
        Assert.Contains("\"event\":\"task-retrying\"", (await run).Out, StringComparison.Ordinal);
        (await run).ShouldKeepSecrets();
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_target_backend_that_dies_in_mid_copy_of_a_whole_table()
    {
        await using var scene = await Scene.SetAsync();
        var (run, backend) = await scene.BeginAsync(Scene.Whole, "--json");
        Assert.True(await scene.Target.ScalarAsync<bool>($"SELECT pg_terminate_backend({backend})"));
        await scene.Gate.WaitForCopyAsync(other: backend);
        await scene.Gate.OpenAsync();

        var report = Report.EventsShouldBeDocumented((await run).Out, 0);

        Assert.Equal(2, report.Table("large").GetProperty("attempts").GetInt32());
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task The_source_backends_that_die_in_mid_copy()
    {
        await using var scene = await Scene.SetAsync(repeats: 30);
        var (run, _) = await scene.BeginAsync(Scene.Whole, "--json");
        // All buffers between the two are full, so the source is not done yet.
        await Eventually.TrueAsync(
            async () => await scene.Source.ScalarAsync<long>("""
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name LIKE 'actormigrate copy%' AND wait_event = 'ClientWrite'
                """) == 1,
            "the source's copy does not wait");
        Assert.True(await Scene.EndBackendsAsync(scene.Source, "actormigrate copy") > 0);
        await scene.Gate.OpenAsync();

        var report = Report.EventsShouldBeDocumented((await run).Out, 0);

        Assert.Equal(2, report.Table("large").GetProperty("attempts").GetInt32());
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task One_holder_of_the_snapshot()
    {
        await using var scene = await Scene.SetAsync();
        var (run, _) = await scene.BeginAsync(Scene.Partitioned);
        Assert.True(await scene.Source.ScalarAsync<bool>("""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE 'actormigrate snapshot%' ORDER BY backend_start LIMIT 1
            """));
        // The retried copy needs a new session under the snapshot.
        Assert.True(await Scene.EndBackendsAsync(scene.Source, "actormigrate copy") > 0);
        await scene.Gate.OpenAsync();

        await SucceedAsync(scene, run);
    }

    [Theory]
    [InlineData("actormigrate control")]
    [InlineData("actormigrate heartbeat")]
    [InlineData("actormigrate lease")]
    public async Task The_sessions_with_the_ledger(string applicationName)
    {
        await using var scene = await Scene.SetAsync();
        var (run, _) = await scene.BeginAsync(Scene.Partitioned);
        await Eventually.TrueAsync(async () => await Scene.EndBackendsAsync(scene.Target, applicationName) > 0, "there is no such session");
        await scene.Gate.OpenAsync();

        await SucceedAsync(scene, run);
    }

    [Fact]
    public async Task An_index_build_and_a_count_of_the_target()
    {
        const int key = 4711;
        await using var scene = await Scene.SetAsync();
        await scene.Source.ExecuteAsync($"""
            CREATE FUNCTION slow(id bigint) RETURNS bigint IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared({key}); RETURN id; END $$;
            CREATE INDEX large_slow ON large (slow(id));
            """);
        await using var holder = await scene.Target.OpenAsync();
        await using (var take = new NpgsqlCommand($"SELECT pg_advisory_lock({key})", holder))
            await take.ExecuteNonQueryAsync();
        await scene.Gate.OpenAsync();
        var run = Cli.RunAsync(["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Partitioned,
            "--no-analyze"], Scene.QuickRetry, default);

        await EndWaitingAsync(scene.Target, "finish");
        await Eventually.TrueAsync(
            () => scene.Target.ScalarAsync<bool>(
                "SELECT count(*) > 0 AND bool_and(state = 'done') FROM actormigrate.task WHERE lane = 'finish' AND name LIKE '%small%'"),
            "the small table is not finished");
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var take = new NpgsqlCommand($"LOCK TABLE small IN ACCESS EXCLUSIVE MODE; SELECT pg_advisory_unlock({key})", holder))
            await take.ExecuteNonQueryAsync();
        await EndWaitingAsync(scene.Target, "validation");
        await transaction.RollbackAsync();

        await SucceedAsync(scene, run);
        Assert.True(await scene.Target.ScalarAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 'large_slow'::regclass"));
    }

    /// <summary>Ends one backend of that purpose, once it waits for a lock.</summary>
    private static Task EndWaitingAsync(TestDatabase target, string purpose) => Eventually.TrueAsync(
        async () => await target.ScalarAsync<bool>($"""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE 'actormigrate {purpose}%' AND wait_event_type = 'Lock' LIMIT 1
            """),
        $"no {purpose} waits");

    private static async Task SucceedAsync(Scene scene, Task<CommandRun> run)
    {
        var ended = await run;
        Assert.True(ended.ExitCode == 0, ended.Printed);
        ended.ShouldKeepSecrets();
        await scene.ShouldBeExactAsync();
    }
}
