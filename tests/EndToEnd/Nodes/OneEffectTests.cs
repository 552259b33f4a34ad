using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Nodes;

/// <summary>Processes of which only one may have its way: it has, and the other is refused with the reason.</summary>
public sealed class OneEffectTests
{
    [Fact]
    public async Task Of_two_coordinators_that_start_at_once_one_migrates()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene);

        var refused = await OneIsRefusedAsync(scene, crew.Coordinator(), crew.Coordinator());

        // It says so, whether it came late or met the other in the same instant.
        refused.ShouldRefuse(2);
        Assert.Matches("Another migration into the target began|The target holds the ledger of migration", refused.Error);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task Of_two_that_resume_at_once_one_goes_on()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene, someoneDies: true);
        var killed = crew.Coordinator();
        await scene.Gate.WaitForCopyAsync();
        await killed.SignalAsync("KILL");
        await killed.EndAsync();

        var refused = await OneIsRefusedAsync(scene, crew.Resume("--new-snapshot"), crew.Resume("--new-snapshot"));

        refused.ShouldRefuse(2, "actormigrate");
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task Of_two_workers_with_one_name_one_joins()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene);
        var coordinator = crew.Coordinator("--slots", "0");
        CliProcess[] twins =
            [crew.Worker("--wait", "--slots", "1", "--node-name", "twin"), crew.Worker("--wait", "--slots", "1", "--node-name", "twin")];

        var refused = await OneIsRefusedAsync(scene, twins);

        refused.ShouldRefuse(2, "twin", "--node-name");
        // A worker ends with the migration, before the coordinator has removed the ledger.
        await Crew.ShouldSucceedAsync(coordinator);
        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task A_worker_of_another_version_or_with_another_source_or_target_changes_nothing()
    {
        const string nodes = "SELECT count(*) FROM actormigrate.node";
        await using var scene = await Scene.SetAsync();
        await using var other = await TestDatabase.CreateAsync();
        await using var crew = new Crew(scene);
        var coordinator = crew.Coordinator();
        await scene.Gate.WaitForCopyAsync();

        (await WorkAsync(scene.Source, other)).ShouldRefuse(2, "No migration runs", "--wait");
        (await WorkAsync(other, scene.Target)).ShouldRefuse(2, "identity", "--source");
        await scene.Target.ExecuteAsync("UPDATE actormigrate.migration SET tool_version = '0.0.1'");
        (await WorkAsync(scene.Source, scene.Target)).ShouldRefuse(2, "0.0.1", "same version");

        Assert.Equal(1, await scene.Target.ScalarAsync<long>(nodes));
        Assert.False(await other.ScalarAsync<bool>("SELECT to_regnamespace('actormigrate') IS NOT NULL"));
        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync(coordinator);
        await scene.ShouldBeExactAsync();
    }

    /// <summary>The copies are held up until one of two has ended, so that they meet; the other one
    /// then brings the migration to its end.</summary>
    private static async Task<CommandRun> OneIsRefusedAsync(Scene scene, params CliProcess[] both)
    {
        var ends = both.Select(process => process.EndAsync()).ToList();
        var first = await Task.WhenAny(ends);
        await scene.Gate.OpenAsync();
        var second = await ends.Single(end => end != first);
        Assert.True(second.ExitCode == 0, second.Printed);
        return await first;
    }

    private static Task<CommandRun> WorkAsync(TestDatabase source, TestDatabase target) =>
        CliProcess.RunAsync(["worker", "--source", source.Noted().Uri, "--target", target.Noted().Uri]);
}
