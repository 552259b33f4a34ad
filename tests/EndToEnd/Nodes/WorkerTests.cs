using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Nodes;

/// <summary>Processes that share one migration.</summary>
public sealed class WorkerTests
{
    [Fact]
    public async Task Workers_share_the_copies_of_a_coordinator_that_does_none()
    {
        // There is a gate in each partition, and each worker has one slot.
        await using var scene = await Scene.SetAsync(gateEvery: Scene.Rows / 4);
        await using var crew = new Crew(scene);
        CliProcess[] workers =
            [crew.Worker("--wait", "--slots", "1", "--node-name", "one"), crew.Worker("--wait", "--slots", "1", "--node-name", "two")];
        var coordinator = crew.Coordinator("--slots", "0");
        await scene.Gate.WaitForCopiesAsync(2);
        Assert.Equal(2, await scene.Target.ScalarAsync<long>(
            "SELECT count(DISTINCT a.node) FROM actormigrate.attempt a JOIN actormigrate.task t ON t.id = a.task WHERE lane = 'copy'"));
        Assert.Equal(
            3, await scene.Target.ScalarAsync<long>("SELECT count(DISTINCT node) FROM actormigrate.snapshot WHERE released_at IS NULL"));

        await scene.Gate.OpenAsync();

        await Crew.ShouldSucceedAsync([coordinator, .. workers]);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task Migrate_with_resume_takes_part_where_other_nodes_go_on()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene);
        var first = crew.Coordinator();
        await scene.Gate.WaitForCopyAsync();

        var second = crew.Coordinator("--resume");
        await crew.LivingAsync(2);
        await scene.Gate.OpenAsync();

        await Crew.ShouldSucceedAsync(first, second);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task Workers_with_idle_slots_split_what_nobody_has_begun()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene);
        // No copy begins before the table is emptied, and that waits until both are there.
        await using var lockHolder = await scene.Target.OpenAsync();
        await using var held = await lockHolder.BeginTransactionAsync();
        await using (var take = new NpgsqlCommand("LOCK TABLE large IN ACCESS SHARE MODE", lockHolder))
            await take.ExecuteNonQueryAsync();
        var coordinator = crew.Coordinator("--slots", "0");
        CliProcess[] workers = [crew.Worker("--wait", "--slots", "8"), crew.Worker("--wait", "--slots", "8")];
        await crew.LivingAsync(3);

        await held.RollbackAsync();

        await crew.HoldsAsync("SELECT count(*) > 8 FROM actormigrate.task WHERE kind = 'copy-partition'", "nothing was split");
        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync([coordinator, .. workers]);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_worker_that_is_stopped_in_the_middle_of_a_copy_gives_it_back_and_another_takes_it_up()
    {
        const string handedOver = """
            SELECT string_agg(n.name || ' ' || coalesce(a.outcome, 'works'), ', ' ORDER BY a.attempt) = 'the first released, the second works'
            FROM actormigrate.attempt a JOIN actormigrate.node n ON n.id = a.node JOIN actormigrate.task t ON t.id = a.task
            WHERE t.lane = 'copy' AND t.state <> 'done'
            """;
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene);
        var coordinator = crew.Coordinator("--slots", "0");
        var first = crew.Worker("--wait", "--slots", "1", "--node-name", "the first");
        var backend = await scene.Gate.WaitForCopyAsync();
        var second = crew.Worker("--slots", "1", "--node-name", "the second");
        await crew.HoldsAsync("SELECT count(*) = 1 FROM actormigrate.task WHERE lane = 'copy' AND state <> 'done'",
            "the second worker has not done the rest");

        await first.SignalAsync("TERM");

        // The gate is still shut: neither the end of the first nor the second's attempt waits for the copy.
        var left = await first.EndAsync();
        Assert.True(left.ExitCode == 5, left.Printed);
        Assert.Contains("left the migration", left.Out, StringComparison.Ordinal);
        await crew.LivingAsync(2);
        await scene.Gate.WaitForCopyAsync(other: backend);
        await crew.HoldsAsync(handedOver, "the second worker has not taken up the copy");
        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync(coordinator, second);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_worker_that_waits_takes_part_in_what_begins_and_can_be_stopped_before()
    {
        const string waits =
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name "
                + "LIKE 'actormigrate preflight%')";
        await using var scene = await Scene.SetAsync();
        await scene.Gate.OpenAsync();
        await using var crew = new Crew(scene);
        var stopped = crew.Worker("--wait");
        await Eventually.TrueAsync(() => scene.Target.ScalarAsync<bool>(waits), "the worker does not look for a migration");
        await stopped.SignalAsync("TERM");
        var told = await stopped.EndAsync();
        Assert.True(told.ExitCode == 5, told.Printed);
        Assert.Contains("stopped before it took part in a migration", told.Out, StringComparison.Ordinal);
        Assert.StartsWith("Migration\n", told.Out, StringComparison.Ordinal);

        var worker = crew.Worker("--wait");
        await Crew.ShouldSucceedAsync(crew.Coordinator("--slots", "0"), worker);

        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_worker_that_was_away_when_the_migration_ended_says_so_and_that_is_no_failure()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene, someoneDies: true);
        var coordinator = crew.Coordinator("--slots", "0");
        await crew.LivingAsync(1);
        var (paused, worker) = (crew.Worker("--slots", "2"), crew.Worker("--slots", "2"));
        await crew.MembersAsync(3);
        await paused.SignalAsync("STOP");
        await crew.LivingAsync(2);
        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync(coordinator, worker);
        Assert.Contains("waits for a worker", (await coordinator.EndAsync()).Error, StringComparison.Ordinal);

        await paused.SignalAsync("CONT");

        var back = await paused.EndAsync();
        Assert.True(back.ExitCode == 0, back.Printed);
        Assert.Contains("ended while it was away", back.Out, StringComparison.Ordinal);
        await scene.ShouldBeExactAsync();
    }

    [LongFact]
    public async Task A_worker_that_cannot_take_its_locks_names_who_is_in_the_way_and_does_not_wait_for_ever()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene, someoneDies: true);
        var coordinator = crew.Coordinator("--slots", "0");
        await crew.LivingAsync(1);
        await using var other = await scene.Source.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var take = new NpgsqlCommand("LOCK TABLE large IN ACCESS EXCLUSIVE MODE", other) { CommandTimeout = 0 };
        var taking = take.ExecuteNonQueryAsync();
        var worker = crew.WorkerWith(new Dictionary<string, string> { ["ACTORMIGRATE_STALL_TIMEOUT"] = "20 s" });
        await crew.LivingAsync(2);

        // The one that everybody waits for dies, and the one who waited in between has the table.
        await coordinator.SignalAsync("KILL");
        await taking;

        var left = await worker.EndAsync();
        Assert.True(left.ExitCode == 5, left.Printed);
        Assert.Contains($"backend {other.ProcessID}", left.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_whose_migration_ends_while_it_joins_is_told_that_none_runs()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene, someoneDies: true);
        var coordinator = crew.Coordinator();
        await scene.Gate.WaitForCopyAsync();
        await using var holder = await scene.Target.OpenAsync();
        await using (var shut = new NpgsqlCommand("SELECT pg_advisory_lock(hashtextextended('actormigrate.join', 0))", holder))
            await shut.ExecuteNonQueryAsync();
        var late = crew.Worker();
        await crew.HoldsAsync(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory' AND query LIKE "
                + "'%actormigrate.join%' AND pid <> pg_backend_pid())",
            "the worker does not come to the gate");

        await coordinator.SignalAsync("KILL");
        await scene.Gate.OpenAsync();
        await scene.Target.ExecuteAsync("DROP SCHEMA actormigrate CASCADE");
        await holder.CloseAsync();

        (await late.EndAsync()).ShouldRefuse(2, "No migration runs", "--wait");
    }

    [Fact]
    public async Task A_node_that_is_paused_while_it_joins_keeps_nobody_else_out()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene);
        var coordinator = crew.Coordinator("--slots", "0");
        await crew.LivingAsync(1);
        // The session of a paused process looks like this one.
        var text = new NpgsqlConnectionStringBuilder(scene.Target.ConnectionString)
            { ApplicationName = "actormigrate preflight", Pooling = false };
        await using var paused = new NpgsqlConnection(text.ConnectionString);
        await paused.OpenAsync();
        await using (var stand = new NpgsqlCommand("SELECT pg_advisory_lock(hashtextextended('actormigrate.join', 0))", paused))
            await stand.ExecuteNonQueryAsync();

        var worker = crew.Worker();
        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync(coordinator, worker);

        Assert.False(await scene.Target.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = {paused.ProcessID})"));
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_worker_is_refused_without_a_migration_of_its_source_version_and_name()
    {
        await using var scene = await Scene.SetAsync();
        await using var other = await TestDatabase.CreateAsync();
        await using var crew = new Crew(scene);
        (await CliProcess.RunAsync(["worker", "--source", scene.Source.Uri, "--target", scene.Target.Uri]))
            .ShouldRefuse(2, "No migration runs", "--wait");
        var coordinator = crew.Coordinator("--node-name", "the first");
        await scene.Gate.WaitForCopyAsync();

        (await Cli.RunAsync("worker", "--source", other.Noted().Uri, "--target", scene.Target.Uri)).ShouldRefuse(2, "identity", "--source");
        (await Cli.RunAsync("worker", "--source", scene.Source.Uri, "--target", other.Uri)).ShouldRefuse(2, "No migration runs");
        (await Cli.RunAsync("worker", "--source", scene.Source.Uri, "--target", scene.Target.Uri, "--node-name", "the first"))
            .ShouldRefuse(2, "the first", "--node-name");
        await scene.Target.ExecuteAsync("UPDATE actormigrate.migration SET target_timeline = 99");
        (await Cli.RunAsync("worker", "--source", scene.Source.Uri, "--target", scene.Target.Uri))
            .ShouldRefuse(2, "timeline 99", "promoted last");
        await scene.Target.ExecuteAsync("UPDATE actormigrate.migration SET source_timeline = 99");
        (await Cli.RunAsync("worker", "--source", scene.Source.Uri, "--target", scene.Target.Uri)).ShouldRefuse(2, "timeline 99");
        await scene.Target.ExecuteAsync("UPDATE actormigrate.migration SET target_identity = '1/2/another'");
        (await Cli.RunAsync("worker", "--source", scene.Source.Uri, "--target", scene.Target.Uri))
            .ShouldRefuse(2, "1/2/another", "A copy of a database has the ledger");
        await scene.Target.ExecuteAsync("UPDATE actormigrate.migration SET tool_version = '0.0.1'");
        (await Cli.RunAsync("worker", "--source", scene.Source.Uri, "--target", scene.Target.Uri)).ShouldRefuse(2, "0.0.1", "same version");
        await scene.Target.ExecuteAsync("UPDATE actormigrate.migration SET control_version = 99");
        (await Cli.RunAsync("worker", "--source", scene.Source.Uri, "--target", scene.Target.Uri)).ShouldRefuse(2, "version 99", "0.0.1");
        Assert.Equal(1, await scene.Target.ScalarAsync<long>("SELECT count(*) FROM actormigrate.node"));

        await scene.Gate.OpenAsync();
        Assert.Equal(0, (await coordinator.EndAsync()).ExitCode);
        await scene.ShouldBeExactAsync();
    }
}
