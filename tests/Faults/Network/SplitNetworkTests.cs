using ActorMigrate.Faults.Tests.Proxy;
using ActorMigrate.TestServers;

namespace ActorMigrate.Faults.Tests.Network;

/// <summary>Two nodes on two hosts, between which, or between one of which and the databases, the network is cut in the middle of the
/// copies. One side goes on, the other takes part again when it can, and every row arrives once.</summary>
public sealed class SplitNetworkTests
{
    private const string OneIsRemoved = "SELECT count(*) >= 1 FROM actormigrate.node WHERE reaped_by IS NOT NULL";

    private static readonly Dictionary<string, string> Quick = new(Scene.QuickRetry)
    {
        ["ACTORMIGRATE_HEARTBEAT_INTERVAL"] = "500 ms",
        ["ACTORMIGRATE_LEASE"] = "4 s",
    };

    [HostNetworkFact]
    public Task Nodes_that_reach_the_databases_but_not_each_other() =>
        MigrateAsync(cutOff: 1, HostNetwork.AddressOf(2), removed: "TRUE");

    [LongFact]
    public Task A_worker_that_reaches_the_coordinator_but_not_the_databases() =>
        MigrateAsync(cutOff: 2, HostNetwork.Machine.ToString(), removed: "name = 'two'");

    [HostNetworkFact]
    public Task A_coordinator_that_reaches_the_worker_but_not_the_databases() =>
        MigrateAsync(cutOff: 1, HostNetwork.Machine.ToString(), removed: "name = 'one'");

    private static async Task MigrateAsync(int cutOff, string from, string removed)
    {
        await using var network = await HostNetwork.MakeAsync(2);
        await using var scene = await Scene.SetAsync();
        await using var source = FaultProxy.Before(new Uri(scene.Source.Uri).Port, HostNetwork.Machine);
        await using var target = FaultProxy.Before(new Uri(scene.Target.Uri).Port, HostNetwork.Machine);
        await using var coordinator = Start(1, "migrate", "one", [.. Scene.Partitioned]);
        await scene.Gate.WaitForCopyAsync();
        await using var worker = Start(2, "worker", "two", ["--slots", "1"]);
        await HoldsAsync(
            "SELECT count(*) = 2 FROM actormigrate.node WHERE joined_at IS NOT NULL AND left_at IS NULL", "the worker has not joined");

        await HostNetwork.CutAsync(cutOff, from);
        await HoldsAsync(OneIsRemoved + $" AND {removed}", "nobody was removed");
        await HostNetwork.HealAsync(cutOff, from);
        await HoldsAsync("SELECT count(*) = 2 FROM actormigrate.node WHERE joined_at IS NOT NULL AND left_at IS NULL",
            "the removed node has not come back");
        await scene.Gate.OpenAsync();

        foreach (var process in new[] { coordinator, worker })
        {
            var run = await process.EndAsync();
            Assert.True(run.ExitCode == 0, run.Printed);
        }

        await scene.ShouldBeExactAsync();

        CliProcess Start(int host, string command, string name, string[] more) => CliProcess.Start(
            [command, "--source", source.Through(scene.Source.Uri), "--target", target.Through(scene.Target.Uri),
                "--listen", HostNetwork.AddressOf(host), "--node-name", name, .. more],
            Quick, networkNamespace: HostNetwork.NameOf(host));

        Task HoldsAsync(string condition, string otherwise) => Eventually.TrueAsync(
            async () => await scene.Target.ScalarAsync<bool>("SELECT to_regclass('actormigrate.node') IS NOT NULL")
                && await scene.Target.ScalarAsync<bool>(condition),
            () => otherwise);
    }
}
