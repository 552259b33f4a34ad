using ActorMigrate.TestServers;

namespace ActorMigrate.Faults.Tests.Nodes;

/// <summary>All nodes of a run are replaced, one after the other, as for a new version of the machines they run on.</summary>
public sealed class RollingRestartTests : IAsyncDisposable
{
    private const int Nodes = 3;

    /// <summary>Nobody dies, and a busy machine takes nobody for dead.</summary>
    private static readonly Dictionary<string, string> Patient = new(Scene.QuickRetry) { ["ACTORMIGRATE_LEASE"] = "30 s" };

    private readonly Dictionary<string, CliProcess> started = [];

    [Fact]
    public async Task A_run_whose_nodes_are_all_restarted_one_after_the_other_ends_exact_and_does_no_work_twice()
    {
        await using var scene = await Scene.SetAsync(gateEvery: 15_000);
        var first = Start(scene, "migrate", 1, [.. KeptLedger.Flags, "--max-partitions", "4"]);
        await scene.BegunAsync(PrintedInTheEndAsync(first));
        for (var node = 2; node <= Nodes; node++)
            Start(scene, "worker", node, ["--slots", "1"]);
        await scene.MembersAsync(Nodes);

        for (var term = 1; term <= Nodes; term++)
        {
            // Each of them works on a copy. The one that is stopped coordinates: that is the
            // oldest, so each of the first nodes gets its turn.
            await scene.Gate.WaitForCopiesAsync(Nodes);
            await scene.HoldsAsync(
                "SELECT count(*) = 0 FROM actormigrate.task t JOIN actormigrate.migration m ON m.id = t.migration "
                    + "WHERE t.lane <> 'copy' AND t.opens_at <= m.phase_number AND t.state IN ('ready', 'running')",
                "something else is at work, which a node that stops would give back, too");
            await StopAsync(await CoordinatorAsync(scene, term));
            Start(scene, "worker", term + Nodes, ["--slots", "1"]);
            await scene.MembersAsync(Nodes);
        }

        await scene.Gate.WaitForCopiesAsync(Nodes);
        await scene.Gate.OpenAsync();
        for (var node = Nodes + 1; node <= Nodes * 2; node++)
        {
            var run = await started[$"node {node}"].EndAsync();
            Assert.True(run.ExitCode == 0, run.Printed);
        }

        await scene.NoNodeIsLeftAsync(Nodes * 2);
        await scene.EachTaskWasDoneOnceAsync();
        Assert.Equal(Nodes, await scene.Target.ScalarAsync<long>("SELECT count(*) FROM actormigrate.attempt WHERE outcome = 'released'"));
        await scene.CleanUpAsync();
        await scene.ShouldBeExactAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in started.Values)
            await process.DisposeAsync();
    }

    private static async Task<string> CoordinatorAsync(Scene scene, int term)
    {
        var sql = $"SELECT n.name FROM actormigrate.migration m JOIN actormigrate.node n ON n.id = m.coordinator WHERE m.term = {term}";
        string? name = null;
        await Eventually.TrueAsync(
            async () => (name = await scene.Target.ScalarAsync<string>(sql)) is not null, $"nobody coordinates in term {term}");
        return name!;
    }

    private async Task StopAsync(string node)
    {
        await started[node].SignalAsync("TERM");
        var run = await started[node].EndAsync();
        Assert.True(run.ExitCode == 5, run.Printed);
        Assert.Contains("left the coordination to the other nodes", run.Out, StringComparison.Ordinal);
    }

    private static async Task<string> PrintedInTheEndAsync(CliProcess process) => (await process.EndAsync()).Printed;

    private CliProcess Start(Scene scene, string command, int node, string[] more) => started[$"node {node}"] = CliProcess.Start(
        [command, "--source", scene.Source.Uri, "--target", scene.Target.Uri, "--node-name", $"node {node}", .. more], Patient);
}
