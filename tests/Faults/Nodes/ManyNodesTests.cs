using ActorMigrate.Faults.Tests.Matrix;

namespace ActorMigrate.Faults.Tests.Nodes;

/// <summary>Many nodes join one cluster at once, in the middle of a run. They are hosts of this process, which has threads enough for all
/// of them from the start: handshakes hold threads while they read the ledger.</summary>
public sealed class ManyNodesTests
{
    private const int Workers = 10;
    private const int Threads = 200;

    /// <summary>Copies stand at the gate until all have joined, and a busy machine takes nobody for dead.</summary>
    private static readonly Dictionary<string, string> Patient = new()
        { ["ACTORMIGRATE_STALL_TIMEOUT"] = "5 m", ["ACTORMIGRATE_LEASE"] = "30 s" };

    [Fact]
    public async Task Ten_nodes_that_join_at_once_each_have_a_row_of_their_own_and_none_is_left_over()
    {
        Assert.True(ThreadPool.SetMinThreads(Threads, Threads));
        await using var scene = await Scene.SetAsync(gateEvery: 4_000);
        string[] both = ["--source", scene.Source.Uri, "--target", scene.Target.Uri, "--json"];
        await using var coordinator =
            FaultRun.Start(asProcess: false, Patient, ["migrate", .. both, .. KeptLedger.Flags, "--max-partitions", "16"]);
        await scene.BegunAsync(coordinator.PrintedInTheEndAsync());

        FaultRun[] workers =
        [
            .. Enumerable.Range(0, Workers)
                .Select(i => FaultRun.Start(asProcess: false, Patient, ["worker", .. both, "--slots", "1", "--node-name", $"worker {i}"])),
        ];
        await scene.MembersAsync(Workers + 1);
        await scene.Gate.WaitForCopiesAsync(Workers + 1);
        Assert.Equal(
            Workers + 1,
            await scene.Target.ScalarAsync<long>(
                "SELECT count(DISTINCT (name, address, fingerprint)) FROM actormigrate.node WHERE left_at IS NULL"));
        await scene.Gate.OpenAsync();

        foreach (var run in workers.Append(coordinator))
        {
            Assert.True(await run.Ended.WaitAsync(Patience.ForARun) == 0, run.Printed);
            await run.DisposeAsync();
        }

        // A machine that is too busy costs nodes their place; they come back as others, so it is not the number of rows that counts.
        Assert.Equal(0, await scene.Target.ScalarAsync<long>("SELECT count(*) FROM actormigrate.node WHERE left_at IS NULL"));
        Assert.Equal(0, await scene.Target.ScalarAsync<long>("SELECT count(*) FROM actormigrate.task WHERE state <> 'done'"));
        await scene.CleanUpAsync();
        await scene.ShouldBeExactAsync();
    }
}
