using ActorMigrate.EndToEnd.Tests.Resuming;

namespace ActorMigrate.EndToEnd.Tests.Nodes;

/// <summary>Two processes go at once: killed, paused, or one of each. The third goes on, or a process that resumes.</summary>
public sealed class PairTests(QuietSource quiet) : IClassFixture<QuietSource>
{
    private const string Leads = "FROM actormigrate.node n JOIN actormigrate.migration m ON m.coordinator = n.id";

    [Theory]
    [InlineData("STOP", "KILL")]
    [InlineData("KILL", "STOP")]
    [InlineData("KILL", "KILL")]
    [InlineData("STOP", "STOP")]
    public async Task The_third_of_three_nodes_goes_on_without_the_coordinator_and_a_worker(string first, string second)
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene, someoneDies: true);
        var (coordinator, worker, heir) = await ThreeAsync(scene, crew);

        await Task.WhenAll(coordinator.SignalAsync(first), worker.SignalAsync(second));

        await crew.HoldsAsync(
            $"SELECT n.name = 'the heir' AND n.left_at IS NULL {Leads}", "the heir does not coordinate");
        await crew.LivingAsync(1);
        List<CliProcess> back = [heir];
        foreach (var (process, signal) in new[] { (coordinator, first), (worker, second) })
        {
            if (signal != "STOP")
                continue;
            await process.SignalAsync("CONT");
            back.Add(process);
        }

        await crew.LivingAsync(back.Count);
        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync([.. back]);
        await scene.ShouldBeExactAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_coordinator_that_sleeps_while_its_only_worker_dies_takes_part_when_it_wakes(bool resumed)
    {
        await using var scene = await Scene.SetAsync(quiet.Server);
        await using var crew = new Crew(scene, someoneDies: true);
        var coordinator = crew.Coordinator("--node-name", "the sleeper");
        await scene.Gate.WaitForCopyAsync();
        var worker = crew.Worker("--slots", "1", "--node-name", "the worker");
        await crew.HoldsAsync("SELECT count(*) = 2 FROM actormigrate.node WHERE left_at IS NULL AND member = 'up'", "not both are members");
        await coordinator.SignalAsync("STOP");
        await worker.SignalAsync("KILL");
        await crew.HoldsAsync(
            "SELECT bool_and(clock_timestamp() - heartbeat_at > interval '6 s') FROM actormigrate.node", "a node still beats");
        List<CliProcess> all = [coordinator];
        if (resumed)
        {
            all.Add(crew.Resume("--node-name", "the heir"));
            await crew.HoldsAsync(
                $"SELECT n.name = 'the heir' AND n.member = 'up' {Leads}", "the heir does not coordinate");
        }

        await coordinator.SignalAsync("CONT");

        await crew.HoldsAsync(
            $"SELECT count(*) = {all.Count} FROM actormigrate.node WHERE left_at IS NULL "
                + "AND clock_timestamp() - heartbeat_at < interval '2 s'",
            "not all that run take part");
        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync([.. all]);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task Of_two_that_resume_in_the_same_second_after_all_nodes_were_killed_one_goes_on()
    {
        await using var scene = await Scene.SetAsync(quiet.Server);
        await using var crew = new Crew(scene, someoneDies: true);
        var (coordinator, worker, heir) = await ThreeAsync(scene, crew);
        await Task.WhenAll(coordinator.SignalAsync("KILL"), worker.SignalAsync("KILL"), heir.SignalAsync("KILL"));

        CliProcess[] both = [crew.Resume("--node-name", "one"), crew.Resume("--node-name", "two")];
        var refused = await await Task.WhenAny(both.Select(process => process.EndAsync()));
        await scene.Gate.OpenAsync();

        refused.ShouldRefuse(2, "actormigrate status");
        Assert.Equal([0, 2], (await Task.WhenAll(both.Select(process => process.EndAsync()))).Select(run => run.ExitCode).Order());
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_worker_whose_coordinator_is_killed_as_soon_as_its_row_is_written_goes_on_alone()
    {
        await using var scene = await Scene.SetAsync(quiet.Server);
        await using var crew = new Crew(scene, someoneDies: true);
        var coordinator = crew.Coordinator();
        await scene.Gate.WaitForCopyAsync();
        var worker = crew.Worker("--slots", "1");
        await crew.LivingAsync(2);

        await coordinator.SignalAsync("KILL");

        await crew.HoldsAsync(
            $"SELECT n.left_at IS NULL AND m.term > 1 {Leads}",
            "the worker does not coordinate");
        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync(worker);
        await scene.ShouldBeExactAsync();
    }

    private static async Task<(CliProcess Coordinator, CliProcess Worker, CliProcess Heir)> ThreeAsync(Scene scene, Crew crew)
    {
        var coordinator = crew.Coordinator();
        await scene.Gate.WaitForCopyAsync();
        var worker = crew.Worker("--slots", "1", "--node-name", "the worker");
        var heir = crew.Worker("--slots", "1", "--node-name", "the heir");
        await crew.HoldsAsync(
            "SELECT count(*) = 3 FROM actormigrate.node WHERE left_at IS NULL AND member = 'up'", "not all three are members");
        await crew.HoldsAsync(
            "SELECT count(DISTINCT node) = 3 FROM actormigrate.snapshot WHERE released_at IS NULL", "a node does not hold the snapshot");
        return (coordinator, worker, heir);
    }
}
