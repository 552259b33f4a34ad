using ActorMigrate.EndToEnd.Tests.Resuming;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Failures;

/// <summary>The target's primary dies, and a standby of it is promoted, which has all of the history or a part of it.</summary>
public sealed class FailoverTests(QuietSource quiet) : IClassFixture<QuietSource>
{
    // The gates of rows count their keys up from 1.
    private const int SecondKey = 4711;

    private static readonly Dictionary<string, string> Patient = new(Scene.QuickRetry) { ["ACTORMIGRATE_MAX_ATTEMPTS"] = "50" };

    [Fact]
    public async Task A_standby_of_the_target_that_lags_behind_takes_over_and_what_it_lacks_is_copied_again()
    {
        await using var primary = await TestServer.StartOwnAsync();
        await using var scene = await Scene.SetAsync(quiet.Server, TestServer.Of(primary));
        scene.ForgetTarget();
        await using var held = await SecondGateAsync(scene.Target);
        await using var standby = await Standby.OfAsync(primary);
        var replica = TestDatabase.At(TestServer.Of(standby.Server), scene.Target.Name).Noted();
        string[] flags = ["--truncate-existing-tables", "--partition-threshold", "10000 rows", "--max-partitions", "4", "--copy-slots", "4",
            "--keep-control"];
        var run = Cli.RunAsync(
            ["migrate", "--source", scene.Source.Uri, "--target", Standby.EitherUri(primary, standby.Server, scene.Target.Name), .. flags],
            Patient, default);
        await scene.Gate.WaitForCopyAsync();
        await Eventually.TrueAsync(
            async () => await OutstandingAsync(scene.Target) == 2, "more than the copies at the two gates is outstanding");
        await Eventually.TrueAsync(async () => await OutstandingAsync(replica) == 2, "the standby lags behind");

        await standby.CutOffAsync();
        var received = await DoneAsync(replica);
        await using (var open = new NpgsqlCommand($"SELECT pg_advisory_unlock({SecondKey})", held))
            await open.ExecuteNonQueryAsync();
        await Eventually.TrueAsync(async () => await DoneAsync(scene.Target) > received, "no copy is done that the standby lacks");
        await ServerCrash.KillAsync(primary);
        await standby.PromoteAsync();

        var ended = await run;
        Assert.True(ended.ExitCode == 0, ended.Printed);
        Assert.Contains("timeline 2 goes on from timeline 1", ended.Out, StringComparison.Ordinal);
        await ShouldBeExactAsync(scene.Source, replica);
        Assert.Equal(2, await replica.ScalarAsync<int>("SELECT target_timeline FROM actormigrate.migration"));
    }

    [Fact]
    public async Task A_standby_that_knows_nothing_of_the_planned_copies_has_them_planned_again()
    {
        await using var primary = await TestServer.StartOwnAsync();
        await using var scene = await Scene.SetAsync(quiet.Server, TestServer.Of(primary));
        scene.ForgetTarget();
        await using var standby = await Standby.OfAsync(primary);
        var replica = TestDatabase.At(TestServer.Of(standby.Server), scene.Target.Name).Noted();
        // Tables are not all made, and no copy is planned, while somebody else may make one of them.
        await using var other = await scene.Target.OpenAsync();
        await using (var make = new NpgsqlCommand("BEGIN; CREATE TABLE small (id int)", other))
            await make.ExecuteNonQueryAsync();
        var run = Cli.RunAsync(
            ["migrate", "--source", scene.Source.Uri, "--target", Standby.EitherUri(primary, standby.Server, scene.Target.Name),
                .. Scene.Partitioned, "--keep-control"],
            Patient, default);
        await Eventually.TrueAsync(async () => await CopiesAsync(replica, "true") == 0 && await PhaseAsync(replica) == "CreateTargetTables",
            "the standby does not follow");
        await standby.CutOffAsync();
        await using (var end = new NpgsqlCommand("ROLLBACK", other))
            await end.ExecuteNonQueryAsync();
        await scene.Gate.WaitForCopyAsync();
        await Eventually.TrueAsync(async () => await DoneAsync(scene.Target) > 0, "no copy is done");

        await ServerCrash.KillAsync(primary);
        await standby.PromoteAsync();

        var ended = await run;
        Assert.True(ended.ExitCode == 0, ended.Printed);
        await ShouldBeExactAsync(scene.Source, replica);
    }

    [Fact]
    public async Task A_standby_that_knows_nothing_of_the_last_phases_is_gone_on_with_by_resume()
    {
        await using var primary = await TestServer.StartOwnAsync();
        await using var scene = await Scene.SetAsync(quiet.Server, TestServer.Of(primary));
        scene.ForgetTarget();
        await using var standby = await Standby.OfAsync(primary);
        var replica = TestDatabase.At(TestServer.Of(standby.Server), scene.Target.Name).Noted();
        var either = Standby.EitherUri(primary, standby.Server, scene.Target.Name);
        var run = Cli.RunAsync(
            ["migrate", "--source", scene.Source.Uri, "--target", either, .. Scene.Partitioned, "--keep-control"], Patient, default);
        await scene.Gate.WaitForCopyAsync();
        await Eventually.TrueAsync(async () => await OutstandingAsync(scene.Target) == 1, "more than the copy at the gate is outstanding");
        await Eventually.TrueAsync(async () => await OutstandingAsync(replica) == 1, "the standby lags behind");
        await standby.CutOffAsync();
        await using (await CountingGateAsync(scene.Target))
        {
            await scene.Gate.OpenAsync();
            await Eventually.TrueAsync(
                async () => await scene.Target.ScalarAsync<bool>(
                    "SELECT phase IN ('CreatePrimaryKeys', 'Validate') FROM actormigrate.migration"), "the run does not finish");
            await ServerCrash.KillAsync(primary);
            await standby.PromoteAsync();
            var stopped = await run;
            Assert.True(stopped.ExitCode == 5, stopped.Printed);
            // A task that is granted again may notice it before the coordinator does.
            Assert.Contains(
                ": tables must be copied again, and the snapshot under which they were read is released", stopped.Out,
                StringComparison.Ordinal);
        }

        var resumed = await Cli.RunAsync(
            ["resume", "--source", scene.Source.Uri, "--target", standby.Server.UriOf(scene.Target.Name)], Patient, default);

        Assert.True(resumed.ExitCode == 0, resumed.Printed);
        Assert.Contains("timeline 2 goes on from timeline 1", resumed.Out, StringComparison.Ordinal);
        await ShouldBeExactAsync(scene.Source, replica);

        // The old primary comes back with a ledger of its own: of two that take writes, the promoted one is the target.
        await primary.RestartAsync();
        var nothing = await Cli.RunAsync(["resume", "--source", scene.Source.Uri, "--target", either], Patient, default);
        Assert.True(nothing.ExitCode == 0, nothing.Printed);
        Assert.Contains("has succeeded", nothing.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_promoted_standby_of_the_source_does_not_have_the_snapshot_which_is_told_with_the_choice()
    {
        await using var primary = await TestServer.StartOwnAsync();
        await using var scene = await Scene.SetAsync(sourceServer: TestServer.Of(primary));
        await using var standby = await Standby.OfAsync(primary);
        var either = Standby.EitherUri(primary, standby.Server, scene.Source.Name);
        var run = Cli.RunAsync(["migrate", "--source", either, "--target", scene.Target.Uri, .. Scene.Partitioned], Patient, default);
        await scene.Gate.WaitForCopyAsync();
        await ServerCrash.KillAsync(primary);
        await standby.PromoteAsync();
        await scene.Gate.OpenAsync();
        var stopped = await run;
        Assert.True(stopped.ExitCode == 5, stopped.Printed);

        string[] resume = ["resume", "--source", either, "--target", scene.Target.Uri];
        var refused = await Cli.RunAsync(resume, Patient, default);
        Assert.True(refused.ExitCode == 2, refused.Printed);
        Assert.Contains("a standby of the source was promoted since (timeline 2 instead of 1)", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--new-snapshot", refused.Error, StringComparison.Ordinal);

        var resumed = await Cli.RunAsync([.. resume, "--new-snapshot"], Patient, default);
        Assert.True(resumed.ExitCode == 0, resumed.Printed);
        await ShouldBeExactAsync(TestDatabase.At(TestServer.Of(standby.Server), scene.Source.Name), scene.Target);
        await primary.RestartAsync();
    }

    /// <summary>Shuts a gate at a row far from the scene's own, until the session that is returned opens it.</summary>
    private static async Task<NpgsqlConnection> SecondGateAsync(TestDatabase target)
    {
        await target.ExecuteAsync($"""
            CREATE FUNCTION public.second_gate(id bigint) RETURNS boolean LANGUAGE plpgsql AS $$
            BEGIN
                IF id = {Scene.Rows * 3 / 4} THEN
                    PERFORM pg_advisory_xact_lock_shared({SecondKey});
                END IF;
                RETURN true;
            END $$;
            ALTER TABLE large ADD CONSTRAINT gated_again CHECK (public.second_gate(id));
            """);
        var holder = await target.OpenAsync();
        await using var take = new NpgsqlCommand($"SELECT pg_advisory_lock({SecondKey})", holder);
        await take.ExecuteNonQueryAsync();
        return holder;
    }

    private static Task<string?> PhaseAsync(TestDatabase database) =>
        database.ScalarAsync<string>("SELECT phase FROM actormigrate.migration");

    private static Task<long> DoneAsync(TestDatabase database) => CopiesAsync(database, "state = 'done'");

    private static Task<long> OutstandingAsync(TestDatabase database) => CopiesAsync(database, "state <> 'done'");

    private static async Task<long> CopiesAsync(TestDatabase database, string condition) =>
        await database.ScalarAsync<bool>("SELECT to_regclass('actormigrate.task') IS NOT NULL")
            ? await database.ScalarAsync<long>($"SELECT count(*) FROM actormigrate.task WHERE kind LIKE 'copy%' AND {condition}")
            : -1;

    private static async Task ShouldBeExactAsync(TestDatabase source, TestDatabase target)
    {
        foreach (var table in new[] { "large", "small" })
            Assert.Equal(await Scene.ContentAsync(source, table), await Scene.ContentAsync(target, table));
    }

    /// <summary>Holds the target's count of the large table, from the moment that its last copy is in.</summary>
    private static async Task<NpgsqlConnection> CountingGateAsync(TestDatabase target)
    {
        var holder = await target.OpenAsync();
        await using (var begin = new NpgsqlCommand("BEGIN", holder))
            await begin.ExecuteNonQueryAsync();
        _ = new NpgsqlCommand("LOCK TABLE public.large IN ACCESS EXCLUSIVE MODE", holder).ExecuteNonQueryAsync()
            .ContinueWith(_ => { }, TaskScheduler.Default);
        await Eventually.TrueAsync(
            async () => await target.ScalarAsync<bool>(
                "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'public.large'::regclass AND NOT granted)"),
            "the lock is not asked for");
        return holder;
    }
}
