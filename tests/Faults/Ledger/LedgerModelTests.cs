namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>Exactly once, and one authority, in every state that small worlds can come to; and the same look finds what goes wrong as
/// soon as one check is left out.</summary>
public sealed class LedgerModelTests
{
    private static readonly LedgerWorld Chunks = new(Nodes: 2, Tasks: 1, Chunks: 2) { MaxAttempts = 1 };
    private static readonly LedgerWorld Attempts = new(Nodes: 2, Tasks: 1, Chunks: 1) { Kills = 0 };
    private static readonly LedgerWorld Again = Attempts with { Chunks = 2 };
    private static readonly LedgerWorld Crash = new(Nodes: 1, Tasks: 1, Chunks: 2) { ActorsPerTask = 2, Crashes = 1, Kills = 0 };
    private static readonly LedgerWorld Needs = new(Nodes: 2, Tasks: 2, Chunks: 1) { MaxAttempts = 1, Kills = 0 };

    // No attempt begins: what matters is who holds what.
    private static readonly LedgerWorld Slots = new(Nodes: 2, Tasks: 3, Chunks: 1)
        { MaxAttempts = 0, Kills = 0, Independent = true, Leaves = true };
    private static readonly LedgerWorld Grants = new(Nodes: 2, Tasks: 1, Chunks: 1) { MaxAttempts = 1, Kills = 0, MaxTerm = 3 };
    private static readonly LedgerWorld Terms = new(Nodes: 3, Tasks: 0, Chunks: 0) { MaxTerm = 3, Kills = 0, Writes = true, Adopts = true };
    private static readonly LedgerWorld Lease = new(Nodes: 3, Tasks: 0, Chunks: 0) { MaxTerm = 3, Leases = true, Leaves = true };
    private static readonly LedgerWorld Entry = new(Nodes: 3, Tasks: 0, Chunks: 0) { MaxTerm = 2, Founds = true, Leaves = true };

    public static TheoryData<string> Worlds => [.. AllWorlds.Keys];

    public static TheoryData<string> Omissions => [.. AllOmissions.Keys];

    private static Dictionary<string, LedgerWorld> AllWorlds { get; } = new()
    {
        ["two nodes, a task of two chunks"] = Chunks,
        ["two nodes, two attempts"] = Attempts,
        ["two nodes, two tasks of which one needs the other"] = Needs,
        ["two nodes with one slot each, three tasks"] = Slots,
        ["two nodes that take terms and grant a task"] = Grants,
        ["nodes that leave"] = Attempts with { MaxAttempts = 1, Kills = 1, Leaves = true },
        ["a crash of the target"] = Crash,
        ["three nodes that coordinate"] = Terms,
        ["three nodes and a lease"] = Lease,
        ["three nodes that found a cluster"] = Entry,
    };

    private static Dictionary<string, LedgerWorld> AllOmissions { get; } = new()
    {
        ["grants take what is done"] = Chunks with { Rules = new() { GrantTakesOnlyReady = false } },
        ["grants do not ask for the term"] = Grants with { Rules = new() { GrantChecksTerm = false } },
        ["grants do not ask for a living row"] = Attempts with { Rules = new() { GrantChecksLiving = false } },
        ["grants do not count slots"] = Slots with { Rules = new() { GrantChecksSlots = false } },
        ["orders are repeated in an old term"] = Grants with { Rules = new() { RepeatChecksTerm = false } },
        ["an attempt begins at a node that does not hold the task"] = Attempts with { Rules = new() { BeginChecksNode = false } },
        ["an attempt begins at a task that is done"] = Attempts with { Rules = new() { BeginChecksState = false } },
        ["the fence asks for neither attempt nor cursor"] = Again with
            { Rules = new() { FenceChecksAttempt = false, FenceChecksCursor = false } },
        ["the fence does not ask for the node"] = Attempts with { Rules = new() { FenceChecksNode = false } },
        ["the fence asks for neither attempt, state nor cursor"] =
            Again with { Rules = new() { FenceChecksAttempt = false, FenceChecksState = false, FenceChecksCursor = false } },
        ["the fence asks for nothing"] =
            Again with { Rules = new()
                { FenceChecksAttempt = false, FenceChecksNode = false, FenceChecksState = false, FenceChecksCursor = false } },
        ["the fence does not ask for the cursor, and the target crashes"] = Crash with { Rules = new() { FenceChecksCursor = false } },
        ["data and row commit apart"] = Chunks with { Rules = new() { DataCommitsWithItsRow = false } },
        ["a failure is recorded by an attempt that does not own the task"] = Again with { Rules = new() { FailChecksOwner = false } },
        ["a row is ended in an old term"] = Terms with { Rules = new() { EndChecksTerm = false } },
        ["tasks are taken back in an old term"] = Grants with { Rules = new() { SweepChecksTerm = false } },
        ["tasks are taken from nodes that live"] = Chunks with { Rules = new() { SweepChecksEnded = false } },
        ["tasks that are done are taken back"] = Chunks with { Rules = new() { SweepSparesSettled = false } },
        ["a coordinator does not ask for its term"] = Terms with { Rules = new() { WritesCheckTerm = false } },
        ["a new coordinator does not begin a term"] = Terms with { Rules = new() { TermRises = false } },
        ["a term goes to a node whose row has ended"] = Terms with { Rules = new() { TermChecksLiving = false } },
        ["a new term does not end the former coordinator"] = Terms with { Rules = new() { TermEndsFormer = false } },
        ["a node that resumes does not compare"] = Terms with { Rules = new() { AdoptComparesTerm = false } },
        ["the lease is taken from its owner"] = Lease with { Rules = new() { LeaseChecksOwner = false } },
        ["the lease goes to a node whose row has ended"] = Lease with { Rules = new() { LeaseChecksLiving = false } },
        ["the lease is given back by any node"] = Lease with { Rules = new() { LeaseReleaseChecksOwner = false } },
        ["a founder does not look for members"] = Entry with { Rules = new() { FoundChecksMembers = false } },
        ["a founder does not look for another founder"] = Entry with { Rules = new() { FoundChecksFounder = false } },
        ["a node whose row has ended founds"] = Entry with { Rules = new() { FoundChecksLiving = false } },
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
            Chunks with { MaxAttempts = 2, Kills = 1 },
            new LedgerWorld(Nodes: 3, Tasks: 1, Chunks: 1) { MaxAttempts = 1 },
            Grants with { Nodes = 3, Kills = 1 },
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
