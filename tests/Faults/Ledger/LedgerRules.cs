namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>The checks of the statements in <c>src/Control</c>. All of it holds in the product; a test of the model leaves one check out
/// and sees that the model then finds what goes wrong.</summary>
internal sealed record LedgerRules
{
    /// <summary>A grant takes only tasks that are ready.</summary>
    public bool GrantTakesOnlyReady { get; init; } = true;

    /// <summary>A grant asks for the coordinator's term.</summary>
    public bool GrantChecksTerm { get; init; } = true;

    /// <summary>A grant asks that the node's row lives.</summary>
    public bool GrantChecksLiving { get; init; } = true;

    /// <summary>A grant counts what the node runs against its slots.</summary>
    public bool GrantChecksSlots { get; init; } = true;

    /// <summary>An order is repeated in the current term alone.</summary>
    public bool RepeatChecksTerm { get; init; } = true;

    /// <summary>An attempt begins only where the node holds the task.</summary>
    public bool BeginChecksNode { get; init; } = true;

    /// <summary>An attempt begins only while the task is running.</summary>
    public bool BeginChecksState { get; init; } = true;

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

    /// <summary>A failed attempt is recorded only by the attempt that owns the task.</summary>
    public bool FailChecksOwner { get; init; } = true;

    /// <summary>A node's row is ended in the current term alone.</summary>
    public bool EndChecksTerm { get; init; } = true;

    /// <summary>Tasks are taken back in the current term alone.</summary>
    public bool SweepChecksTerm { get; init; } = true;

    /// <summary>Tasks are taken back only from nodes whose rows have ended.</summary>
    public bool SweepChecksEnded { get; init; } = true;

    /// <summary>Tasks are taken back only if they are running.</summary>
    public bool SweepSparesSettled { get; init; } = true;

    /// <summary>A coordinator's writes ask for its term.</summary>
    public bool WritesCheckTerm { get; init; } = true;

    /// <summary>A new coordinator begins a new term.</summary>
    public bool TermRises { get; init; } = true;

    /// <summary>A term goes only to a node whose row lives.</summary>
    public bool TermChecksLiving { get; init; } = true;

    /// <summary>A new term ends the former coordinator's row.</summary>
    public bool TermEndsFormer { get; init; } = true;

    /// <summary>A node that resumes asks that the term is still the one that it read.</summary>
    public bool AdoptComparesTerm { get; init; } = true;

    /// <summary>The lease is taken only from its owner or after it ran out.</summary>
    public bool LeaseChecksOwner { get; init; } = true;

    /// <summary>The lease goes only to a node whose row lives.</summary>
    public bool LeaseChecksLiving { get; init; } = true;

    /// <summary>The lease is given back by its owner alone.</summary>
    public bool LeaseReleaseChecksOwner { get; init; } = true;

    /// <summary>A cluster is founded only where no other member lives.</summary>
    public bool FoundChecksMembers { get; init; } = true;

    /// <summary>A cluster is founded only where no other founder lives.</summary>
    public bool FoundChecksFounder { get; init; } = true;

    /// <summary>A cluster is founded only by a node whose row lives.</summary>
    public bool FoundChecksLiving { get; init; } = true;
}

/// <summary>The size of the world that is explored.</summary>
/// <param name="Nodes">Nodes that work.</param>
/// <param name="Tasks">Tasks; each needs the one before it, unless they are independent.</param>
/// <param name="Chunks">Chunks of each task, each of them a commit.</param>
internal sealed record LedgerWorld(int Nodes, int Tasks, int Chunks)
{
    /// <summary>No task begins more often.</summary>
    public int MaxAttempts { get; init; } = 2;

    /// <summary>Tasks that a node may hold at a time.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>No task needs another one.</summary>
    public bool Independent { get; init; }

    /// <summary>Actors of one node that may work on one task at a time: two, where the ledger takes
    /// the task away and grants it again.</summary>
    public int ActorsPerTask { get; init; } = 1;

    /// <summary>Nodes that may be killed.</summary>
    public int Kills { get; init; } = 1;

    /// <summary>Nodes end their own rows.</summary>
    public bool Leaves { get; init; }

    /// <summary>Crashes of the target that lose what was not flushed.</summary>
    public int Crashes { get; init; }

    /// <summary>Nodes take terms up to this one. 0: the coordinator is a process apart, which lives for ever.</summary>
    public int MaxTerm { get; init; }

    /// <summary>Coordinators write the migration's row.</summary>
    public bool Writes { get; init; }

    /// <summary>Nodes resume a migration whose coordinator seems to be gone.</summary>
    public bool Adopts { get; init; }

    /// <summary>Nodes take the lease.</summary>
    public bool Leases { get; init; }

    /// <summary>Nodes found the cluster and join it.</summary>
    public bool Founds { get; init; }

    /// <summary>The checks that are made.</summary>
    public LedgerRules Rules { get; init; } = new();

    /// <summary>A task that needs this one, or -1.</summary>
    public int DependantOf(int task) => !Independent && task + 1 < Tasks ? task + 1 : -1;
}
