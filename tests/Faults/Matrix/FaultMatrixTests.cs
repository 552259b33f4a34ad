using System.Globalization;

namespace ActorMigrate.Faults.Tests;

/// <summary>Something goes wrong at some moment of a run; in the end, all rows are there once, and nothing else.</summary>
public sealed class FaultMatrixTests(FaultServers servers) : IClassFixture<FaultServers>
{
    private const int Seeds = 200;
    private const int MostCommands = 6;

    /// <summary>The exit code of a process that SIGKILL has ended.</summary>
    private const int Killed = 137;

    /// <summary>Who is dead is known soon, for a test's sake.</summary>
    private static readonly Dictionary<string, string> ShortLease = new() { ["ACTORMIGRATE_HEARTBEAT_INTERVAL"] = "500 ms", ["ACTORMIGRATE_LEASE"] = "5 s" };

    /// <summary>A number here runs that case alone; two, as in <c>20-40</c>, run those from the first to the last.</summary>
    private const string SeedVariable = "ACTORMIGRATE_FAULT_SEED";

    public static TheoryData<int> Sample => Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } seeds
        ? Range([.. seeds.Split('-').Select(seed => int.Parse(seed, CultureInfo.InvariantCulture))])
        : [1, 2, 3, 8, 13, 20, 21, 34];

    [Theory]
    [MemberData(nameof(Sample))]
    public Task The_copy_is_exact_whatever_goes_wrong(int seed) => ProveAsync(FaultCase.Of(seed));

    [LongFact]
    public async Task Two_hundred_cases()
    {
        var failed = new List<string>();
        for (var seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                await ProveAsync(FaultCase.Of(seed));
            }
            catch (Exception wrong)
            {
                failed.Add($"{FaultCase.Of(seed)}: {wrong.Message}");
            }
        }

        Assert.True(failed.Count == 0, string.Join("\n\n", failed));
    }

    private static TheoryData<int> Range(int[] ends) => [.. Enumerable.Range(ends[0], ends[^1] - ends[0] + 1)];

    private async Task ProveAsync(FaultCase fault)
    {
        await using var scene = await FaultScene.SetAsync(servers);
        var told = new List<string> { fault.ToString() };
        try
        {
            var code = await RunAsync(scene, fault, told);
            for (var commands = 1; code != 0; commands++)
            {
                Assert.True(commands < MostCommands, "It does not come to an end.");
                code = await GoOnAsync(scene, fault, code, told);
            }

            await scene.ShouldBeExactAsync();
        }
        catch (Exception wrong)
        {
            Assert.Fail($"{wrong.Message}\n{string.Join("\n", told)}");
        }
    }

    private static string[] Flags(FaultCase fault) =>
        ["--partition-by", fault.PartitionBy, "--partition-threshold", "10000 rows", "--max-partitions", "4", "--chunk-size", "2000", "--copy-slots", "2"];

    private static async Task<int> RunAsync(FaultScene scene, FaultCase fault, List<string> told)
    {
        await using var worker = fault.Fault is Fault.Worker ? FaultRun.Start(true, ShortLease, scene.Command("worker", "--wait", "--slots", "2")) : null;
        await using var run = FaultRun.Start(fault.Fault.IsOfAProcess, worker is null ? [] : ShortLease, scene.Command("migrate", Flags(fault)));
        var came = scene.WhenAsync(fault.Moment, run);
        if (await Task.WhenAny(came, run.Ended) != came)
            told.Add("The run ended before the moment came.");
        else if (fault.Fault is Fault.Worker of)
            await scene.StrikeAsync(of.Fate, run, worker!);
        else
            await scene.StrikeAsync(fault.Fault, run);
        if (fault.Fault is not Fault.ConnectionEnds)
            scene.Heal();
        var code = await EndAsync(run, told);
        scene.Heal();
        told.Add($"migrate ended with {code}:\n{run.Printed}");
        return worker is null ? code : await EndAsync(worker, code, told);
    }

    /// <summary>A worker ends when its migration does. One that outlives its coordinator takes over, and brings the migration to its end.</summary>
    private static async Task<int> EndAsync(FaultRun worker, int code, List<string> told)
    {
        // A run that never came to have a ledger leaves a worker that waits for another one.
        var waits = worker.Lines.Text.Length == 0 && code != 0;
        if (waits)
            await worker.SignalAsync("TERM");
        var workers = await EndAsync(worker, told);
        told.Add($"worker ended with {workers}:\n{worker.Printed}");
        Assert.True(code != 0 || workers is 0 or 2 or 5 or 137, $"The worker ended with {workers}.");
        return code == Killed && !waits && workers == 0 ? 0 : code;
    }

    /// <summary>What a person would do: go on where the ledger says that a run was stopped, and begin where there is none.</summary>
    private static async Task<int> GoOnAsync(FaultScene scene, FaultCase fault, int code, List<string> told)
    {
        Assert.Contains(code, new[] { 2, 5, Killed });
        var hasLedger = await scene.Target.ScalarAsync<bool>("SELECT to_regclass('actormigrate.migration') IS NOT NULL");
        var snapshotIsLost = told[^1].Contains("--new-snapshot", StringComparison.Ordinal);
        Assert.False(hasLedger && code == 2 && !snapshotIsLost, "It refused, and left a ledger.");
        string[] command = !hasLedger ? scene.Command("migrate", Flags(fault))
            : snapshotIsLost ? scene.Command("resume", "--new-snapshot")
            : scene.Command("resume");
        await using var run = FaultRun.Start(asProcess: false, command);
        var next = await EndAsync(run, told);
        told.Add($"{command[0]} ended with {next}:\n{run.Printed}");
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
