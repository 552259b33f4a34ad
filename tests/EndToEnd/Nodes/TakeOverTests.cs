using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Nodes;

/// <summary>The coordinator dies, sleeps or leaves in the middle of the copies: a worker takes its
/// place, under the same snapshot.</summary>
public sealed class TakeOverTests
{
    private const string SecondTerm = """
        SELECT m.term >= 2 AND EXISTS (SELECT FROM actormigrate.node n WHERE n.id = m.coordinator AND n.left_at IS NULL AND n.name = 'the heir')
        FROM actormigrate.migration m
        """;

    [Fact]
    public async Task A_worker_takes_over_from_a_killed_coordinator_under_the_same_snapshot()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene, someoneDies: true);
        var (coordinator, heir) = await BeginAsync(scene, crew);
        // What the source holds by now is not what the snapshot saw.
        var expected = await Scene.ContentAsync(scene.Source, "large");
        await scene.Source.ExecuteAsync("UPDATE large SET filler = 'too late'");

        await coordinator.SignalAsync("KILL");

        await crew.HoldsAsync(SecondTerm, "nobody has taken over");
        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync(heir);
        Assert.Equal(expected, await Scene.ContentAsync(scene.Target, "large"));
        Assert.False(await scene.Target.ScalarAsync<bool>("SELECT to_regnamespace('actormigrate') IS NOT NULL"));
        await Sessions.ShouldBeGoneAsync(scene.Source);
    }

    [Fact]
    public async Task A_killed_coordinator_is_not_waited_for_where_the_target_shows_that_its_process_has_ended()
    {
        await using var scene = await Scene.SetAsync();
        // The settings of the cluster are those of the default lease.
        await using var crew = new Crew(scene, environment: new Dictionary<string, string> { ["ACTORMIGRATE_LEASE"] = "10 s" });
        // Left to itself, the split-brain resolver would decide after the test's end.
        var settings = Path.Combine(Path.GetTempPath(), $"take-over-{Guid.NewGuid():N}.conf");
        await File.WriteAllTextAsync(settings, """
            akka.cluster { split-brain-resolver.stable-after = 1h, failure-detector.acceptable-heartbeat-pause = 3s }
            """);
        var (coordinator, heir) = await BeginAsync(scene, crew, "--config", settings);

        await coordinator.SignalAsync("KILL");

        await crew.HoldsAsync(SecondTerm, "nobody has taken over");
        File.Delete(settings);
        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync(heir);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_coordinator_that_sleeps_through_its_lease_wakes_as_a_worker()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene, someoneDies: true);
        var (coordinator, heir) = await BeginAsync(scene, crew);

        await coordinator.SignalAsync("STOP");
        await crew.HoldsAsync(SecondTerm, "nobody has taken over");
        await coordinator.SignalAsync("CONT");
        await crew.HoldsAsync(
            "SELECT count(*) = 2 FROM actormigrate.node WHERE left_at IS NULL AND term > 1", "the sleeper has not joined again");

        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync(coordinator, heir);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_coordinator_that_is_stopped_leaves_its_place_to_a_worker()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene);
        var (coordinator, heir) = await BeginAsync(scene, crew);

        await coordinator.SignalAsync("TERM");

        var left = await coordinator.EndAsync();
        Assert.True(left.ExitCode == 5, left.Printed);
        Assert.True(left.Out.Contains("left the coordination to the other nodes", StringComparison.Ordinal), left.Printed);
        await crew.HoldsAsync(SecondTerm, "nobody has taken over");
        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync(heir);
        await scene.ShouldBeExactAsync();
    }

    private static async Task<(CliProcess Coordinator, CliProcess Heir)> BeginAsync(Scene scene, Crew crew, params string[] more)
    {
        const string holders = """
            SELECT count(*) FROM pg_locks l JOIN pg_stat_activity s USING (pid)
            WHERE l.relation = 'large'::regclass AND l.mode = 'AccessShareLock' AND s.application_name LIKE 'actormigrate snapshot%'
            """;
        var coordinator = crew.Coordinator(more);
        await scene.Gate.WaitForCopyAsync();
        var heir = crew.Worker(["--slots", "2", "--node-name", "the heir", .. more]);
        await Eventually.TrueAsync(async () => await scene.Source.ScalarAsync<long>(holders) == 3, "the worker does not hold the snapshot");
        // A worker that is not a member yet can take nothing over.
        await crew.HoldsAsync(
            "SELECT count(*) = 2 FROM actormigrate.node WHERE left_at IS NULL AND member = 'up'",
            "the coordinator does not see the worker");
        return (coordinator, heir);
    }
}
