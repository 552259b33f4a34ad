using ActorMigrate.TestServers;
using Xunit.Abstractions;

namespace ActorMigrate.Faults.Tests.Matrix;

/// <summary>Something goes wrong at some moment of a run; in the end, all rows are there once, and nothing else.</summary>
internal sealed class FaultProof(FaultServers servers, ITestOutputHelper output)
{
    private const int MostCommands = 6;
    private const int DiskMegabytes = 80;
    private const string TooLate = "The run ended before the moment came.";

    private const int Refused = 2;
    private const int Stopped = 5;

    /// <summary>The exit code of a process that SIGKILL has ended.</summary>
    private const int Killed = 137;

    /// <summary>Dead nodes are found soon, for the test's sake.</summary>
    private static readonly Dictionary<string, string> ShortLease = new()
        { ["ACTORMIGRATE_HEARTBEAT_INTERVAL"] = "500 ms", ["ACTORMIGRATE_LEASE"] = "5 s" };

    /// <summary>Plays the case of a number, and looks at everything after it.</summary>
    public async Task HoldsAsync(int seed)
    {
        var fault = FaultCase.Of(seed);
        await using var scene = await FaultScene.SetAsync(servers);
        if (fault.Fault is Fault.DiskFull)
            await scene.MoveTargetToSmallDiskAsync(DiskMegabytes);
        var told = new List<string> { fault.ToString() };
        try
        {
            var codes = new List<int> { await RunAsync(scene, fault, told) };
            while (codes[^1] != 0)
            {
                Assert.True(codes.Count < MostCommands, "It does not come to an end.");
                codes.Add(await GoOnAsync(scene, fault, codes[^1], told));
            }

            await scene.ShouldBeExactAsync();
            output.WriteLine($"{fault}: exit codes {string.Join(", ", codes)}{(told.Contains(TooLate) ? ", too late" : "")}");
        }
        catch (Exception wrong)
        {
            Assert.Fail($"{wrong.Message}\n{string.Join("\n", told)}");
        }
    }

    private static string[] Flags(FaultCase fault) =>
    [
        "--partition-by", fault.PartitionBy, "--partition-threshold", "10000 rows", "--max-partitions", "4", "--chunk-size", "2000",
        "--copy-slots", "2",
        .. fault.IsUnlogged ? ["--use-unlogged-tables"] : Array.Empty<string>(),
    ];

    private static async Task<int> RunAsync(FaultScene scene, FaultCase fault, List<string> told)
    {
        await using var worker = fault.HasWorker
            ? FaultRun.Start(true, ShortLease, scene.Command("worker", "--wait", "--slots", "2"))
            : null;
        await using var run =
            FaultRun.Start(fault.Fault.IsOfAProcess, worker is null ? [] : ShortLease, scene.Command("migrate", Flags(fault)));
        var came = scene.WhenAsync(fault.Moment, run);
        if (await Task.WhenAny(came, run.Ended) != came)
            told.Add(TooLate);
        else if (fault.Fault is Fault.Worker of)
            await scene.StrikeAsync(of.Fate, run, worker!);
        else
            await scene.StrikeAsync(fault.Fault, run);
        if (fault.Fault is not Fault.ConnectionEnds)
            scene.Heal();
        var code = await EndAsync(run, told);
        scene.Heal();
        told.Add($"migrate ended with {code}:\n{run.Printed}");
        ShouldBeRight(code, run, fault.Fault.KillsTheCoordinator);
        return worker is null ? code : await EndAsync(worker, code, told);
    }

    /// <summary>A worker ends when its migration does. One that outlives its coordinator takes
    /// over, and brings the migration to its end.</summary>
    private static async Task<int> EndAsync(FaultRun worker, int code, List<string> told)
    {
        // A run that never came to have a ledger, or was over before the worker had joined, leaves a worker that waits for another one.
        await Eventually.TrueAsync(
            () => Task.FromResult(worker.Ended.IsCompleted || Waits(worker)),
            () => $"the worker neither ends nor waits for another migration:\n{worker.Printed}", Patience.ForARun);
        var waits = !worker.Ended.IsCompleted;
        if (waits)
            await worker.SignalAsync("TERM");
        var workers = await EndAsync(worker, told);
        told.Add($"worker ended with {workers}:\n{worker.Printed}");
        Assert.True(code != 0 || workers is 0 or 2 or 5 or 137, $"The worker ended with {workers}.");
        return code is Killed or Stopped && !waits && workers == 0 ? 0 : code;
    }

    private static bool Waits(FaultRun worker) =>
        worker.Printed.TrimEnd().Split('\n')[^1].Contains("this process waits for ", StringComparison.Ordinal);

    /// <summary>Only who was killed ends without a word; who stops says why, and how to go on.</summary>
    private static void ShouldBeRight(int code, FaultRun run, bool mayBeKilled)
    {
        Assert.True(code is 0 or Refused or Stopped || (code == Killed && mayBeKilled), $"Exit code {code}.");
        Assert.True(code is 0 or Killed || run.Printed.Contains("actormigrate: ", StringComparison.Ordinal)
            || run.Printed.Contains("\"nextStep\":\"", StringComparison.Ordinal), "It does not say why it ended.");
    }

    /// <summary>Does what a user would do: resumes where the ledger says that a run was stopped, and begins where there is none.</summary>
    private static async Task<int> GoOnAsync(FaultScene scene, FaultCase fault, int code, List<string> told)
    {
        await Sessions.ShouldBeGoneAsync(scene.Target);
        var hasLedger = await LedgerConsistency.HasLedgerAsync(scene.Target);
        if (hasLedger)
            await LedgerConsistency.ShouldHoldAsync(scene.Target);
        var snapshotIsLost = told[^1].Contains("--new-snapshot", StringComparison.Ordinal);
        Assert.False(hasLedger && code == Refused && !snapshotIsLost, "It refused, and left a ledger.");
        string[] command = !hasLedger ? scene.Command("migrate", Flags(fault))
            : snapshotIsLost ? scene.Command("resume", "--new-snapshot")
            : scene.Command("resume");
        await using var run = FaultRun.Start(asProcess: false, command);
        var next = await EndAsync(run, told);
        told.Add($"{command[0]} ended with {next}:\n{run.Printed}");
        ShouldBeRight(next, run, mayBeKilled: false);
        return next;
    }

    private static async Task<int> EndAsync(FaultRun run, List<string> told)
    {
        try
        {
            return await run.Ended.WaitAsync(Patience.ForARun);
        }
        catch (TimeoutException)
        {
            told.Add($"It hangs:\n{run.Printed}");
            throw;
        }
    }
}
