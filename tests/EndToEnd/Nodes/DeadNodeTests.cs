using System.Text.Json;
using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Nodes;

/// <summary>Nodes that die, or seem to, in the middle of a copy: the others take their tasks, and every row arrives once.</summary>
public sealed class DeadNodeTests
{
    private const string Lost = """
        SELECT EXISTS (SELECT FROM actormigrate.attempt a JOIN actormigrate.node n ON n.id = a.node WHERE a.outcome = 'lost' AND n.name = 'the victim')
        """;

    [Fact]
    public async Task The_tasks_of_a_killed_worker_go_to_another()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene, someoneDies: true);
        var coordinator = crew.Coordinator("--slots", "0");
        var victim = crew.Worker("--wait", "--slots", "1", "--node-name", "the victim");
        var backend = await scene.Gate.WaitForCopyAsync();
        var heir = crew.Worker("--slots", "1");
        await crew.LivingAsync(3);

        await victim.SignalAsync("KILL");

        await scene.Gate.WaitForCopyAsync(other: backend);
        await crew.HoldsAsync(Lost, "the victim's attempt is not written down as lost");
        // Its name is free again.
        var again = crew.Worker("--slots", "1", "--node-name", "the victim");
        await crew.LivingAsync(3);
        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync(coordinator, heir, again);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task The_name_and_the_connections_of_a_killed_worker_are_free_for_the_process_that_resumes()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene, someoneDies: true);
        var coordinator = crew.Coordinator();
        await scene.Gate.WaitForCopyAsync();
        var worker = crew.Worker("--slots", "1", "--node-name", "the victim");
        await crew.LivingAsync(2);
        // Neither of them ends the row of the other one.
        await coordinator.SignalAsync("STOP");
        await worker.SignalAsync("KILL");
        await coordinator.SignalAsync("KILL");
        await Task.WhenAll(coordinator.EndAsync(), worker.EndAsync());
        await scene.Target.ExecuteAsync("UPDATE actormigrate.node SET source_connections = 1000, target_connections = 1000");
        await scene.Gate.OpenAsync();

        await Crew.ShouldSucceedAsync(crew.Resume("--new-snapshot", "--node-name", "the victim"));

        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_worker_that_never_wakes_keeps_neither_its_sessions_nor_the_snapshot()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene, someoneDies: true);
        var coordinator = crew.Coordinator();
        await scene.Gate.WaitForCopyAsync();
        var sleeper = crew.Worker("--slots", "1");
        await crew.HoldsAsync("SELECT count(DISTINCT node) >= 2 FROM actormigrate.snapshot", "the worker has not joined the snapshot");

        await sleeper.SignalAsync("STOP");
        await crew.LivingAsync(1);
        await scene.Gate.OpenAsync();

        await Crew.ShouldSucceedAsync(coordinator);
        Assert.False(sleeper.HasExited);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_worker_that_sleeps_when_the_run_ends_keeps_neither_its_sessions_nor_the_snapshot()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene);
        var coordinator = crew.Coordinator();
        await scene.Gate.WaitForCopyAsync();
        var sleeper = crew.Worker("--slots", "1", "--node-name", "asleep");
        await crew.HoldsAsync("SELECT count(DISTINCT node) = 2 FROM actormigrate.snapshot", "the worker has not joined the snapshot");
        // It has done all that it can, and nobody removes it while the run ends.
        await crew.HoldsAsync(
            "SELECT count(*) = 0 FROM actormigrate.task WHERE lane = 'copy' AND state = 'ready'", "copies are left for the worker");
        await crew.HoldsAsync(
            "SELECT count(*) = 0 FROM actormigrate.task t JOIN actormigrate.node n ON n.id = t.node WHERE n.name = "
                + "'asleep' AND t.state = 'running'", "the worker is at work");

        await sleeper.SignalAsync("STOP");
        await scene.Gate.OpenAsync();

        await Crew.ShouldSucceedAsync(coordinator);
        Assert.False(sleeper.HasExited);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_coordinator_that_waits_for_an_unreachable_worker_at_the_end_ends_the_run_itself()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene, environment: new Dictionary<string, string> { ["ACTORMIGRATE_LEASE"] = "12 s" });
        var coordinator = crew.Coordinator();
        await scene.Gate.WaitForCopyAsync();
        var sleeper = crew.Worker("--slots", "0", "--node-name", "asleep");
        await crew.HoldsAsync(
            "SELECT count(*) = 2 FROM actormigrate.node WHERE member = 'up'", "the coordinator does not see both nodes up");

        // The split-brain resolver decides while the coordinator, whose end is recorded, waits for the worker to leave: by its row, the
        // worker lives, as one does that reaches the target and no other node.
        await sleeper.SignalAsync("STOP");
        await scene.Target.ExecuteAsync(
            "UPDATE actormigrate.node SET heartbeat_at = clock_timestamp() + interval '1 hour' WHERE name = 'asleep'");
        await crew.HoldsAsync(
            "SELECT bool_or(member = 'unreachable') FROM actormigrate.node WHERE name = 'asleep'", "the paused worker is not unreachable");
        await scene.Gate.OpenAsync();

        var ended = await coordinator.EndAsync();
        Assert.True(ended.ExitCode == 0, ended.Printed);
        Assert.Contains("Everything was migrated", ended.Out, StringComparison.Ordinal);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task Status_shows_a_paused_worker_as_Akka_sees_it_unreachable_and_the_others_up()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene);
        var coordinator = crew.Coordinator("--node-name", "awake");
        await scene.Gate.WaitForCopyAsync();
        var sleeper = crew.Worker("--slots", "1", "--node-name", "asleep");
        await crew.HoldsAsync(
            "SELECT count(*) = 2 FROM actormigrate.node WHERE member = 'up'", "the coordinator does not see both nodes up");
        var before = await Cli.RunAsync("status", "--target", scene.Target.Uri);
        Assert.Matches("Node    asleep .*, Akka (sees|last saw) it up", before.Out);

        await sleeper.SignalAsync("STOP");

        // What was recorded last stays when the node is removed, so that no look can come too late.
        await crew.HoldsAsync(
            "SELECT bool_or(member = 'unreachable') FROM actormigrate.node WHERE name = 'asleep'", "the paused worker is not unreachable");
        var seen = await Cli.RunAsync("status", "--target", scene.Target.Uri, "--json");
        var nodes = JsonDocument.Parse(seen.Out).RootElement.GetProperty("migration").GetProperty("nodes").EnumerateArray()
            .Select(node => (node.GetProperty("name").GetString(), node.GetProperty("member").GetString())).ToList();
        Assert.Contains(("asleep", "unreachable"), nodes);
        Assert.Contains(("awake", "up"), nodes);
        // Its sessions end with its removal.
        await crew.LivingAsync(1);
        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync(coordinator);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_worker_that_is_stopped_while_it_joins_again_ends_as_one_that_was_asked_to_leave()
    {
        const string waits = """
            SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'
                AND query LIKE '%actormigrate.join%' AND pid <> pg_backend_pid())
            """;
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene, someoneDies: true);
        var coordinator = crew.Coordinator("--slots", "0");
        var sleeper = crew.Worker("--wait", "--slots", "1", "--node-name", "the victim");
        await scene.Gate.WaitForCopyAsync();
        await using var holder = await scene.Target.OpenAsync();
        await using (var shut = new NpgsqlCommand("SELECT pg_advisory_lock(hashtextextended('actormigrate.join', 0))", holder))
            await shut.ExecuteNonQueryAsync();
        await sleeper.SignalAsync("STOP");
        await crew.LivingAsync(1);
        await sleeper.SignalAsync("CONT");
        await crew.HoldsAsync(waits, "the sleeper does not come to the gate");

        await sleeper.SignalAsync("TERM");

        var left = await sleeper.EndAsync();
        Assert.True(left.ExitCode == 5, left.Printed);
        Assert.Contains("stopped before it took part in the migration again", left.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("resume", left.Printed, StringComparison.Ordinal);
        await holder.CloseAsync();
        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync(coordinator, crew.Worker("--slots", "1"));
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_paused_worker_that_wakes_after_its_lease_finds_itself_replaced_and_joins_again()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene, someoneDies: true);
        var coordinator = crew.Coordinator("--slots", "0");
        var sleeper = crew.Worker("--wait", "--slots", "1", "--node-name", "the victim");
        var backend = await scene.Gate.WaitForCopyAsync();
        var heir = crew.Worker("--slots", "1");
        await crew.LivingAsync(3);

        await sleeper.SignalAsync("STOP");
        await scene.Gate.WaitForCopyAsync(other: backend);
        await crew.HoldsAsync(Lost, "the sleeper's attempt is not written down as lost");
        await sleeper.SignalAsync("CONT");

        await crew.HoldsAsync("SELECT count(*) >= 2 FROM actormigrate.node WHERE name = 'the victim'", "the sleeper has not joined again");
        await crew.LivingAsync(3);
        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync(coordinator, sleeper, heir);
        await scene.ShouldBeExactAsync();
    }
}
