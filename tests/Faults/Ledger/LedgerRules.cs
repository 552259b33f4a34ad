namespace ActorMigrate.Faults.Tests;

/// <summary>What the statements in <c>src/Control/Sql</c> check. All of it holds in the product; a test of the model leaves one check out
/// and sees that the model then finds what goes wrong.</summary>
internal sealed record LedgerRules
{
    /// <summary>A claim takes only tasks that are ready.</summary>
    public bool ClaimsOnlyReady { get; init; } = true;

    /// <summary>An attempt begins only where the node holds the task.</summary>
    public bool BeginChecksHolder { get; init; } = true;

    /// <summary>The fence asks for the attempt's number.</summary>
    public bool FenceChecksAttempt { get; init; } = true;

    /// <summary>The fence asks for the node.</summary>
    public bool FenceChecksNode { get; init; } = true;

    /// <summary>The fence asks that the task is running.</summary>
    public bool FenceChecksState { get; init; } = true;

    /// <summary>The fence of a chunk asks that the cursor stands where the chunk begins.</summary>
    public bool FenceChecksCursor { get; init; } = true;

    /// <summary>Data and the row that says that it is there commit together.</summary>
    public bool DataCommitsWithItsRow { get; init; } = true;

    /// <summary>Tasks of a dead node are given back only if they are running.</summary>
    public bool ReapSparesSettled { get; init; } = true;

    /// <summary>A coordinator's writes ask for its term.</summary>
    public bool WritesCheckTerm { get; init; } = true;

    /// <summary>Who takes over asks that the term is still the one that he saw.</summary>
    public bool TakeOverComparesTerm { get; init; } = true;

    /// <summary>Who takes over begins a new term.</summary>
    public bool TakeOverRaisesTerm { get; init; } = true;
}

/// <summary>How large a world is explored.</summary>
/// <param name="Nodes">Nodes that claim.</param>
/// <param name="Tasks">Tasks; each needs the one before it.</param>
/// <param name="Chunks">Chunks of each task, each of them a commit.</param>
internal sealed record LedgerWorld(int Nodes, int Tasks, int Chunks)
{
    /// <summary>No task begins more often.</summary>
    public int MaxAttempts { get; init; } = 2;

    /// <summary>Actors of one node that may work on one task at a time: two, where the ledger takes the task away and gives it back.</summary>
    public int ActorsPerTask { get; init; } = 1;

    /// <summary>Nodes that may be killed.</summary>
    public int Kills { get; init; } = 1;

    /// <summary>Crashes of the target that lose what was not flushed.</summary>
    public int Crashes { get; init; }

    /// <summary>Coordinators take over up to this term; 0 leaves coordinators out.</summary>
    public int MaxTerm { get; init; }

    /// <summary>What is checked.</summary>
    public LedgerRules Rules { get; init; } = new();
}
