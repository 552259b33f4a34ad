using static ActorMigrate.Faults.Tests.Ledger.LotStepKind;

namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>Lots complete each of their tasks exactly once, in every state that small worlds can come to; and the same look finds what goes
/// wrong as soon as one check is left out.</summary>
public sealed class LotModelTests
{
    private const int EnoughSteps = 60;

    private static readonly LotStepKind[] Onward = [Commit, GiveBack, Fence, Write, Break, Begin, Deliver, Sweep, Repeat, TakeBack, Grant];

    private static readonly LotWorld One = new(Nodes: 1, Tasks: 2) { ActorsPerNode = 2 };
    private static readonly LotWorld Two = new(Nodes: 2, Tasks: 2) { MaxAttempts = 1 };
    private static readonly LotWorld Poisoned = new(Nodes: 1, Tasks: 2) { MaxAttempts = 3, Poison = 1 };

    public static TheoryData<string> Worlds => [.. AllWorlds.Keys];

    public static TheoryData<string> Omissions => [.. AllOmissions.Keys];

    private static Dictionary<string, LotWorld> AllWorlds { get; } = new()
    {
        ["one node, two tasks"] = One,
        ["two nodes of which one may be killed"] = Two with { Kills = 1 },
        ["two nodes, two attempts"] = Two with { MaxAttempts = 2 },
        ["a task that always fails"] = Poisoned,
        ["a task that always fails, and two nodes"] = Poisoned with { Nodes = 2, MaxAttempts = 2 },
    };

    private static Dictionary<string, LotWorld> AllOmissions { get; } = new()
    {
        ["grants do not ask for a living row"] = Two with { Rules = new() { GrantChecksLiving = false } },
        ["attempts begin at a node that does not hold the tasks"] = Two with { MaxAttempts = 2, Rules = new() { BeginChecksNode = false } },
        ["the fence passes for a part of the lot"] = One with { Rules = new() { FenceNeedsAll = false } },
        ["a lot gives back what it does not own"] = Two with { MaxAttempts = 2, Rules = new() { ReturnChecksOwner = false } },
        ["what broke a lot is granted with others again"] = Poisoned with { Rules = new() { BrokenGoAlone = false } },
    };

    [Theory]
    [MemberData(nameof(Worlds))]
    public void Nothing_goes_wrong(string world)
    {
        var explored = Explore(new LotModel(AllWorlds[world]));

        Assert.True(explored.Found is null, explored.Found?.ToString());
        // Far fewer states would mean that hardly anything is possible.
        Assert.True(explored.States > 100, $"{explored.States} states");
    }

    [LongFact]
    public void Nothing_goes_wrong_with_three_tasks()
    {
        var explored = Explore(new LotModel(Poisoned with { Tasks = 3 }));

        Assert.True(explored.Found is null, explored.Found?.ToString());
    }

    [Theory]
    [MemberData(nameof(Omissions))]
    public void A_check_that_is_left_out_is_missed(string omission)
    {
        var explored = Explore(new LotModel(AllOmissions[omission]));

        Assert.True(explored.Found is not null, $"nothing found in {explored.States} states");
    }

    private static Explored Explore(LotModel model)
    {
        // Whether tasks can end depends on the rows alone, when all else is gone.
        var rows = new HashSet<string>(StringComparer.Ordinal);
        return Explorer.Explore<LotState, LotStep>(
            model.Start(), model.Next, state => state.Key(),
            (before, step, after) => Violation(after) ?? Unentitled(step, after) ?? Undone(before, after),
            state => rows.Add(string.Join(";", state.Rows)) ? Lost(model, state) : null);
    }

    private static string? Violation(LotState state)
    {
        for (var task = 0; task < state.Rows.Length; task++)
        {
            if (state.Data[task] != (state.Rows[task].State == RowState.Done ? 1 : 0))
                return $"the rows of task {task} are there {state.Data[task]} times, and its row says {state.Rows[task]}";
        }

        return null;
    }

    private static string? Unentitled(LotStep step, LotState after) => step.Kind switch
    {
        Grant when after.Ended[step.Place] => $"node {step.Place}, whose row has ended, is granted tasks",
        Begin when after.Minds[step.Place] is { } mind && mind.Tasks.Any(task => after.Rows[task].Node != mind.Node) =>
            $"node {mind.Node} begins a task that it does not hold",
        _ => null,
    };

    private static string? Undone(LotState before, LotState after)
    {
        var undone = Array.FindIndex(before.Rows, row => row.State is RowState.Done or RowState.Failed);
        return undone >= 0 && after.Rows[undone].State != before.Rows[undone].State
            ? $"task {undone} was settled, and is {after.Rows[undone]}"
            : null;
    }

    /// <summary>Returns why a task is lost, or null. All actors and orders are gone, the rows of all nodes have ended, and one more node
    /// comes: it brings every task to its end.</summary>
    private static string? Lost(LotModel model, LotState state)
    {
        var world = model.World with { Nodes = model.World.Nodes + 1, MaxAttempts = int.MaxValue };
        var recovering = new LotModel(world);
        var now = recovering.Start() with
        {
            Rows = state.Rows, Data = state.Data, Ended = [.. state.Ended.Select(_ => true), false],
            Alive = [.. state.Alive.Select(_ => false), true],
        };
        for (var steps = 0; steps < EnoughSteps; steps++)
        {
            if (now.Rows.All(row => row.State is RowState.Done or RowState.Failed))
                return Violation(now) ?? OnlyThePoisonFailed(world, now);
            if (Advance(recovering, now) is not { } next)
                return $"nothing can be done about {string.Join("; ", now.Rows)}";
            now = next;
        }

        return $"no end is reached from {string.Join("; ", now.Rows)}";
    }

    private static string? OnlyThePoisonFailed(LotWorld world, LotState state) =>
        Enumerable.Range(0, world.Tasks).Any(task => state.Rows[task].State == RowState.Failed != (task == world.Poison))
            ? "a task failed that works"
            : null;

    /// <summary>The next step by which work goes on. The new node's own lots are not taken back: it names them.</summary>
    private static LotState? Advance(LotModel model, LotState state) => Onward
        .SelectMany(kind => model.Next(state).Where(next => next.Step.Kind == kind))
        .Where(next => next.Step.Kind is not (Repeat or TakeBack) || next.Step.Place != model.World.Nodes - 1)
        .Select(next => next.Next)
        .FirstOrDefault(next => !ReferenceEquals(next, state));
}
