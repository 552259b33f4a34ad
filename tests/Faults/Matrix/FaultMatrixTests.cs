using System.Globalization;

namespace ActorMigrate.Faults.Tests;

/// <summary>Something goes wrong at some moment of a run; in the end, all rows are there once, and nothing else.</summary>
public sealed class FaultMatrixTests(FaultServers servers) : IClassFixture<FaultServers>
{
    private const int Seeds = 200;
    private const int MostCommands = 6;

    /// <summary>A number here runs that case alone; two, as in <c>20-40</c>, run those from the first to the last.</summary>
    private const string SeedVariable = "ACTORMIGRATE_FAULT_SEED";

    public static TheoryData<int> Sample => Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } seeds
        ? Range([.. seeds.Split('-').Select(seed => int.Parse(seed, CultureInfo.InvariantCulture))])
        : [1, 2, 3, 5, 8, 13, 21, 34];

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
        await using var run = FaultRun.Start(fault.Fault.IsOfAProcess, scene.Command("migrate", Flags(fault)));
        var came = scene.WhenAsync(fault.Moment, run);
        if (await Task.WhenAny(came, run.Ended) == came)
            await scene.StrikeAsync(fault.Fault, run);
        else
            told.Add("The run ended before the moment came.");
        if (fault.Fault is not Fault.ConnectionEnds)
            scene.Heal();
        var code = await EndAsync(run, told);
        scene.Heal();
        told.Add($"migrate ended with {code}:\n{run.Printed}");
        return code;
    }

    /// <summary>What a person would do: go on where the ledger says that a run was stopped, and begin where there is none.</summary>
    private static async Task<int> GoOnAsync(FaultScene scene, FaultCase fault, int code, List<string> told)
    {
        Assert.Contains(code, new[] { 2, 5, 137 });
        var hasLedger = await scene.Target.ScalarAsync<bool>("SELECT to_regclass('actormigrate.migration') IS NOT NULL");
        Assert.False(hasLedger && code == 2, "It refused, and left a ledger.");
        var snapshotIsLost = told[^1].Contains("--new-snapshot", StringComparison.Ordinal);
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
