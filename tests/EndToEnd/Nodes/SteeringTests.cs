using System.Text.Json;
using ActorMigrate.EndToEnd.Tests.Resuming;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Nodes;

/// <summary>A migration of several processes that is steered from outside while it runs.</summary>
public sealed class SteeringTests(QuietSource quiet) : IClassFixture<QuietSource>
{
    private const string SecondTerm = "SELECT term >= 2 FROM actormigrate.migration";
    private const string NothingRuns = "SELECT count(*) = 0 FROM actormigrate.task WHERE state = 'running'";

    [Fact]
    public async Task A_paused_migration_stays_paused_when_another_node_takes_over_and_goes_on_when_it_is_continued()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene, someoneDies: true);
        var coordinator = crew.Coordinator("--slots", "0");
        await crew.LivingAsync(1);
        await SteerAsync(scene, "pause");
        var heir = crew.Worker("--node-name", "the heir");
        await crew.MembersAsync(2);

        await coordinator.SignalAsync("KILL");

        await crew.HoldsAsync(SecondTerm, "nobody has taken over");
        // The new coordinator has read the directives when it has acted on this one.
        await SteerAsync(scene, "set", "--max-rate", "0");
        Assert.Equal(0, await scene.Target.ScalarAsync<long>("SELECT count(*) FROM actormigrate.attempt"));
        var waits = await Cli.RunAsync("status", "--target", scene.Target.Uri);
        Assert.Contains("for actormigrate continue: paused by", waits.Out, StringComparison.Ordinal);
        await SteerAsync(scene, "continue");
        await scene.Gate.WaitForCopyAsync();
        await scene.Gate.OpenAsync();
        var ended = await heir.EndAsync();
        Assert.True(ended.ExitCode == 0, ended.Printed);
        Assert.Contains("Paused by", ended.Error, StringComparison.Ordinal);
        Assert.Contains("Continued by", ended.Error, StringComparison.Ordinal);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_stop_ends_every_node_and_resume_goes_on_with_what_was_paused_and_stopped()
    {
        await using var scene = await Scene.SetAsync(quiet.Server);
        await using var crew = new Crew(scene);
        var coordinator = crew.Coordinator();
        await scene.Gate.WaitForCopyAsync();
        var worker = crew.Worker("--slots", "1");
        await crew.MembersAsync(2);
        await SteerAsync(scene, "pause");
        var seen = await Cli.RunAsync("status", "--target", scene.Target.Uri, "--json");
        var paused = JsonDocument.Parse(seen.Out).RootElement.GetProperty("migration").GetProperty("paused");
        Assert.Equal(
            await scene.Target.ScalarAsync<string>("SELECT given_by FROM actormigrate.directive"), paused.GetProperty("by").GetString());

        await SteerAsync(scene, "stop");

        Assert.Equal((5, 5), ((await coordinator.EndAsync()).ExitCode, (await worker.EndAsync()).ExitCode));
        Assert.Equal("Stopped", await scene.Target.ScalarAsync<string>("SELECT outcome FROM actormigrate.migration"));
        (await Cli.RunAsync("pause", "--target", scene.Target.Uri)).ShouldRefuse(2, "has ended: Stopped");
        await scene.Gate.OpenAsync();
        var resumed = await crew.Resume().EndAsync();
        Assert.True(resumed.ExitCode == 0, resumed.Printed);
        Assert.Contains("resuming it continues it", resumed.Error, StringComparison.Ordinal);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_drained_worker_ends_its_copy_and_leaves_and_the_others_go_on()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene);
        var coordinator = crew.Coordinator("--slots", "0");
        var leaving = crew.Worker("--wait", "--slots", "1", "--node-name", "leaving");
        await scene.Gate.WaitForCopyAsync();
        var other = crew.Worker("--slots", "1", "--node-name", "other");
        await crew.MembersAsync(3);
        // Nothing but the copy at the gate is to end from here on, so that the migration cannot end before the node has left.
        await SteerAsync(scene, "pause");
        await crew.HoldsAsync("SELECT count(*) = 1 FROM actormigrate.task WHERE state = 'running'", "more than the copy at the gate runs");
        (await Cli.RunAsync("drain", "--target", scene.Target.Uri, "--node", "nobody")).ShouldRefuse(2, "leaving");

        await SteerAsync(scene, "drain", "--node", "leaving");
        await scene.Gate.OpenAsync();

        var left = await leaving.EndAsync();
        Assert.True(left.ExitCode == 0, left.Printed);
        Assert.Contains("was drained", left.Out, StringComparison.Ordinal);
        await crew.HoldsAsync(NothingRuns, "something runs while the migration is paused");
        Assert.True(await scene.Target.ScalarAsync<bool>(
            "SELECT bool_and(a.outcome = 'done') FROM actormigrate.attempt a JOIN actormigrate.node n ON n.id = "
                + "a.node WHERE n.name = 'leaving'"));
        await SteerAsync(scene, "continue");
        await Crew.ShouldSucceedAsync(coordinator, other);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_drained_coordinator_leaves_the_coordination_to_a_worker_and_has_not_seen_the_end()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene);
        var coordinator = crew.Coordinator("--node-name", "the first");
        await scene.Gate.WaitForCopyAsync();
        (await Cli.RunAsync("drain", "--target", scene.Target.Uri, "--node", "the first")).ShouldRefuse(2, "the only node");
        var heir = crew.Worker("--slots", "2");
        await crew.MembersAsync(2);
        await SteerAsync(scene, "pause");
        await SteerAsync(scene, "drain", "--node", "the first");

        await scene.Gate.OpenAsync();

        var left = await coordinator.EndAsync();
        Assert.True(left.ExitCode == 5, left.Printed);
        Assert.Contains("was drained", left.Out, StringComparison.Ordinal);
        await crew.HoldsAsync(SecondTerm, "nobody has taken over");
        await SteerAsync(scene, "continue");
        await Crew.ShouldSucceedAsync(heir);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task Slots_that_are_set_are_used_without_a_restart_and_hold_for_the_node_s_row()
    {
        await using var scene = await Scene.SetAsync(gateEvery: 4_000);
        await using var crew = new Crew(scene);
        var coordinator = crew.Coordinator("--node-name", "the first");
        await scene.Gate.WaitForCopiesAsync(2);

        await SteerAsync(scene, "set", "--copy-slots", "4", "--index-slots", "3", "--max-rate", "1 GB", "--node", "the first");

        await scene.Gate.WaitForCopiesAsync(3);
        Assert.Equal("4 3", await scene.Target.ScalarAsync<string>("SELECT copy_slots || ' ' || index_slots FROM actormigrate.node"));
        var seen = await Cli.RunAsync("status", "--target", scene.Target.Uri);
        Assert.Contains("Told    set the first 4 copy slots, 3 index slots, 954 MiB/s, by", seen.Out, StringComparison.Ordinal);
        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync(coordinator);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_target_without_a_migration_cannot_be_steered()
    {
        await using var target = (await TestDatabase.CreateAsync()).Noted();
        (await Cli.RunAsync("pause", "--target", target.Uri)).ShouldRefuse(2, "No migration runs into");
    }

    /// <summary>Gives a directive and waits until a coordinator has acted on it. On a busy machine, the command may end before.</summary>
    private static async Task SteerAsync(Scene scene, string command, params string[] more)
    {
        var run = await Cli.RunAsync([command, "--target", scene.Target.Uri, .. more]);
        Assert.True(run.ExitCode == 0, run.Printed);
        run.ShouldKeepSecrets();
        // The ledger goes with a run that has ended.
        await Eventually.TrueAsync(
            async () => !await scene.Target.ScalarAsync<bool>("SELECT to_regclass('actormigrate.directive') IS NOT NULL")
                || await scene.Target.ScalarAsync<bool>("SELECT bool_and(taken_at IS NOT NULL) FROM actormigrate.directive"),
            "no coordinator has acted");
    }
}
