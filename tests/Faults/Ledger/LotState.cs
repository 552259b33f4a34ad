namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>The progress of an actor with its lot.</summary>
internal enum LotStage
{
    Ordered,
    Begun,
    Writes,

    /// <summary>The transaction is lost, and nothing tells which task was the cause.</summary>
    Failing,

    /// <summary>One task failed for a reason of its own; the transaction was rolled back.</summary>
    Broken,

    /// <summary>The actor is gone, and its transaction is not.</summary>
    Orphan,
}

/// <summary>The steps that can happen to lots. The steps up to <see cref="Vanish"/> are those of an actor.</summary>
internal enum LotStepKind
{
    Begin,
    Write,
    Break,
    Fence,
    Commit,
    Fail,
    Abandon,
    GiveBack,

    /// <summary>The actor ends without a word to the ledger, or its transaction does.</summary>
    Vanish,
    Grant,
    Repeat,
    TakeBack,
    Deliver,
    Kill,
    End,
    Sweep,
}

/// <summary>One step: of an actor's place or of a node; at a task, or at an order by its place among those on their way.</summary>
internal readonly record struct LotStep(LotStepKind Kind, int Place, int Task = 0);

/// <summary>A task's row. It may go together with others, and is granted in a lot or alone.</summary>
internal readonly record struct LotRow(RowState State, int Node, int Attempt, bool Together, bool InLot);

/// <summary>The belief of an actor about its lot; a task that was granted alone is a lot of one.
/// Fenced: its transaction has passed the fence.</summary>
internal sealed record LotMind(int Node, int[] Tasks, int[] Attempts, bool Alone, LotStage Stage, bool Fenced);

/// <summary>Everything: rows, how often each task's data was committed, actors, orders on their way as sets of tasks, nodes.</summary>
internal sealed record LotState(
    LotRow[] Rows, int[] Data, LotMind?[] Minds, int[][] Orders, bool[] Alive, bool[] Ended, int KillsLeft)
{
    public LotState With(int task, LotRow row) => this with { Rows = Rows.With(task, row) };

    public LotState With(int slot, LotMind? mind) => this with { Minds = Minds.With(slot, mind) };

    /// <summary>Equal for equal states.</summary>
    public string Key()
    {
        var key = new StateKey();
        foreach (var row in Rows)
        {
            key.Add([(int)row.State, row.Node, row.Attempt, row.Together ? 1 : 0, row.InLot ? 1 : 0]);
        }

        key.Add(Data);
        foreach (var mind in Minds)
        {
            key.Add(mind is null ? -1 : (int)mind.Stage + (mind.Fenced ? 8 : 0) + (mind.Alone ? 16 : 0));
            key.Add(mind?.Tasks.Sum(task => 1 << task) ?? 0);
            key.Add(mind?.Attempts ?? []);
        }

        foreach (var orders in Orders)
        {
            key.Add(orders.Length);
            key.Add(orders);
        }

        key.Add(Alive);
        key.Add(Ended);
        key.Add(KillsLeft);
        return key.ToString();
    }
}

/// <summary>The checks of the statements of lots. All of it holds in the product.</summary>
internal sealed record LotRules
{
    /// <summary>A grant asks that the node's row lives.</summary>
    public bool GrantChecksLiving { get; init; } = true;

    /// <summary>An attempt begins only where the node holds the task.</summary>
    public bool BeginChecksNode { get; init; } = true;

    /// <summary>The fence passes only if every task of the lot is the attempt's own.</summary>
    public bool FenceNeedsAll { get; init; } = true;

    /// <summary>A lot gives back only tasks that it owns.</summary>
    public bool ReturnChecksOwner { get; init; } = true;

    /// <summary>A task that broke a lot is granted alone from then on.</summary>
    public bool BrokenGoAlone { get; init; } = true;
}

/// <summary>The size of the world of lots that is explored. A node has one slot.</summary>
internal sealed record LotWorld(int Nodes, int Tasks)
{
    /// <summary>Actors of one node at a time: two, where the ledger takes a lot away and grants its tasks again.</summary>
    public int ActorsPerNode { get; init; } = 1;

    /// <summary>No task begins more often.</summary>
    public int MaxAttempts { get; init; } = 2;

    /// <summary>Nodes that may be killed.</summary>
    public int Kills { get; init; }

    /// <summary>The task that fails each time, or -1.</summary>
    public int Poison { get; init; } = -1;

    /// <summary>The checks that are made.</summary>
    public LotRules Rules { get; init; } = new();
}
