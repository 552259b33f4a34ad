namespace ActorMigrate.Faults.Tests;

/// <summary>Exactly once, and one authority, in every state that small worlds can come to; and the same look finds what goes wrong as
/// soon as one check is left out.</summary>
public sealed class LedgerModelTests
{
    private static readonly LedgerWorld Chunks = new(Nodes: 2, Tasks: 1, Chunks: 2);
    private static readonly LedgerWorld Crash = new(Nodes: 1, Tasks: 1, Chunks: 2) { ActorsPerTask = 2, Crashes = 1, Kills = 0 };
    private static readonly LedgerWorld Terms = new(Nodes: 3, Tasks: 0, Chunks: 0) { MaxTerm = 4, Kills = 0 };

    public static TheoryData<string> Worlds => [.. AllWorlds.Keys];

    public static TheoryData<string> Omissions => [.. AllOmissions.Keys];

    private static Dictionary<string, LedgerWorld> AllWorlds { get; } = new()
    {
        ["two nodes, a task of two chunks"] = Chunks with { MaxAttempts = 1 },
        ["two nodes, two tasks of which one needs the other"] = new(Nodes: 2, Tasks: 2, Chunks: 1) { MaxAttempts = 1, Kills = 0 },
        ["three nodes, a task"] = new(Nodes: 3, Tasks: 1, Chunks: 1) { MaxAttempts = 1 },
        ["two nodes of which each may claim twice"] = new(Nodes: 2, Tasks: 1, Chunks: 1) { ActorsPerTask = 2 },
        ["a crash of the target"] = Crash,
        ["three nodes that coordinate"] = Terms,
    };

    private static Dictionary<string, LedgerWorld> AllOmissions { get; } = new()
    {
        ["claims take what is done"] = Chunks with { Rules = new() { ClaimsOnlyReady = false } },
        ["the fence does not ask for the attempt"] = Chunks with { Rules = new() { FenceChecksAttempt = false, FenceChecksCursor = false } },
        ["the fence asks for neither attempt nor state"] = Chunks with { Rules = new() { FenceChecksAttempt = false, FenceChecksState = false, FenceChecksCursor = false } },
        ["the fence asks for nothing"] = Chunks with { Rules = new() { FenceChecksAttempt = false, FenceChecksNode = false, FenceChecksState = false, FenceChecksCursor = false } },
        ["the fence does not ask for the cursor, and the target crashes"] = Crash with { Rules = new() { FenceChecksCursor = false } },
        ["data and row commit apart"] = Chunks with { Rules = new() { DataCommitsWithItsRow = false } },
        ["reaping takes what is done"] = Chunks with { Rules = new() { ReapSparesSettled = false } },
        ["a coordinator does not ask for its term"] = Terms with { Rules = new() { WritesCheckTerm = false } },
        ["who takes over does not begin a term"] = Terms with { Rules = new() { TakeOverRaisesTerm = false } },
        ["who takes over does not compare"] = Terms with { Rules = new() { TakeOverComparesTerm = false } },
    };

    [Theory]
    [MemberData(nameof(Worlds))]
    public void Nothing_goes_wrong(string world)
    {
        var explored = LedgerExplorer.Explore(new LedgerModel(AllWorlds[world]));

        Assert.True(explored.Found is null, explored.Found?.ToString());
        // Far fewer states would mean that hardly anything is possible.
        Assert.True(explored.States > 100, $"{explored.States} states");
    }

    [LongFact]
    public void Nothing_goes_wrong_in_larger_worlds()
    {
        foreach (var world in new[]
        {
            Chunks with { ActorsPerTask = 2 },
            Chunks with { Nodes = 3, MaxAttempts = 1 },
            new LedgerWorld(Nodes: 2, Tasks: 2, Chunks: 1),
            Crash with { Nodes = 2, MaxAttempts = 1 },
        })
        {
            var explored = LedgerExplorer.Explore(new LedgerModel(world));
            Assert.True(explored.Found is null, explored.Found?.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Omissions))]
    public void A_check_that_is_left_out_is_missed(string omission)
    {
        var explored = LedgerExplorer.Explore(new LedgerModel(AllOmissions[omission]));

        Assert.True(explored.Found is not null, $"nothing found in {explored.States} states");
        // Each step of the way is needed.
        Assert.InRange(explored.Found.Steps.Count, 1, 16);
    }
}
