using static ActorMigrate.Faults.Tests.Ledger.LotStage;
using static ActorMigrate.Faults.Tests.Ledger.LotStepKind;
using static ActorMigrate.Faults.Tests.Ledger.RowState;

namespace ActorMigrate.Faults.Tests.Ledger;

/*  The protocol of lots as a state machine, as LedgerModel is one for tasks that are alone. Quick tasks are granted as one lot, and written
    by one transaction that completes all of them or none. The coordinator is one process here; its terms are LedgerModel's matter. What a
    node says of its lots may be old when the coordinator reads it, so tasks of any lot may be taken back at any time. No backend is ended
    here: the ledger's role may lack the right to end one, and the fence must hold all the same.

        grant ─▶ deliver ─▶ begin ─▶ write ─▶ fence ─▶ commit   and, at any of them: fail, give back, lose, take back, kill, end, sweep  */

/// <summary>Says which steps of lots are possible in a state, and which state comes of each.</summary>
internal sealed class LotModel(LotWorld world)
{
    private static readonly LotStepKind[] Kinds = Enum.GetValues<LotStepKind>();

    public LotWorld World => world;

    /// <summary>All tasks are ready and may go together; nothing is granted; all nodes are registered.</summary>
    public LotState Start() => new(
        [.. Enumerable.Repeat(new LotRow(Ready, -1, 0, Together: true, InLot: false), world.Tasks)], new int[world.Tasks],
        new LotMind?[world.Nodes * world.ActorsPerNode], [.. Enumerable.Repeat<int[]>([], world.Nodes)],
        [.. Enumerable.Repeat(true, world.Nodes)], new bool[world.Nodes], world.Kills);

    /// <summary>Every step that is possible, with what comes of it.</summary>
    public IEnumerable<(LotStep Step, LotState Next)> Next(LotState state)
    {
        foreach (var kind in Kinds)
        {
            var places = kind <= Vanish ? state.Minds.Length : kind is Sweep ? 1 : world.Nodes;
            for (var place = 0; place < places; place++)
            {
                for (var task = 0; task < (kind is Deliver ? state.Orders[place].Length : kind is Repeat ? world.Tasks : 1); task++)
                {
                    if (Apply(state, new LotStep(kind, place, task)) is { } next)
                        yield return (new LotStep(kind, place, task), next);
                }
            }
        }
    }

    /// <summary>Returns the state after a step; null where the step is not possible.</summary>
    public LotState? Apply(LotState state, LotStep step) => step.Kind switch
    {
        Grant => GrantTo(state, step.Place),
        Repeat => RepeatTo(state, step.Place, step.Task),
        TakeBack =>
            Released(state, task => state.Rows[task].InLot && state.Rows[task].Node == step.Place, row => row with { Together = false }),
        Sweep => Released(state, task => state.Ended[state.Rows[task].Node], row => row with { Together = false }),
        End => state.Ended[step.Place] ? null : state with { Ended = state.Ended.With(step.Place, true) },
        Deliver => state.Alive[step.Place] && step.Task < state.Orders[step.Place].Length ? DeliverTo(state, step.Place, step.Task) : null,
        Kill => state.KillsLeft > 0 && state.Alive[step.Place] ? Killed(state, step.Place) : null,
        _ => state.Minds[step.Place] is { } mind ? Work(state, step, mind) : null,
    };

    private LotState? Work(LotState state, LotStep step, LotMind mind) => (step.Kind, mind.Stage) switch
    {
        (Begin, Ordered) => BeginAt(state, step.Place, mind),
        (Write, Begun) when !Has(mind, world.Poison) => state.With(step.Place, mind with { Stage = Writes }),
        (Break, Begun) when Has(mind, world.Poison) => state.With(step.Place, mind with { Stage = Broken }),
        (Fence, Writes or Orphan) when !mind.Fenced => FenceOf(state, step.Place, mind),
        (Commit, Writes or Orphan) when mind.Fenced => Committed(state, step.Place, mind),
        (Fail, Writes) => state.With(step.Place, mind with { Stage = Failing, Fenced = false }),
        (Abandon, Writes) => state.With(step.Place, mind with { Stage = Orphan }),
        (GiveBack, Failing or Broken) => Returned(state, step.Place, mind),
        (Vanish, Begun or Failing or Broken or Orphan) => state.With(step.Place, null),
        _ => null,
    };

    /// <summary>A slot takes a task that is alone, or all that are together as one lot.</summary>
    private LotState? GrantTo(LotState state, int node)
    {
        var held = state.Rows
            .Where((row, task) => row.State == Running && row.Node == node && (!row.InLot || FirstOfLot(state, node) == task)).Count();
        if ((state.Ended[node] && world.Rules.GrantChecksLiving) || held >= 1 || state.Orders[node].Length > 1)
            return null;
        var ready = Enumerable.Range(0, world.Tasks).Where(task => state.Rows[task].State == Ready).ToArray();
        var alone = ready.Where(task => !state.Rows[task].Together).Take(1).ToArray();
        var tasks = alone.Length > 0 ? alone : ready;
        if (tasks.Length == 0)
            return null;
        foreach (var task in tasks)
            state = state.With(task, state.Rows[task] with { State = Running, Node = node, InLot = tasks.Length > 1 });
        return Ordering(state, node, tasks);
    }

    private static int FirstOfLot(LotState state, int node) =>
        Array.FindIndex(state.Rows, row => row.State == Running && row.Node == node && row.InLot);

    private static LotState? RepeatTo(LotState state, int node, int task) =>
        state.Rows[task] is { State: Running, InLot: false } row && row.Node == node && state.Orders[node].Length < 2
            ? Ordering(state, node, [task])
            : null;

    private static LotState Ordering(LotState state, int node, int[] tasks)
    {
        var mask = tasks.Sum(task => 1 << task);
        return state.Orders[node].Contains(mask)
            ? state
            : state with { Orders = state.Orders.With(node, [.. state.Orders[node].Append(mask).Order()]) };
    }

    private LotState? DeliverTo(LotState state, int node, int order)
    {
        var first = node * world.ActorsPerNode;
        var free = Enumerable.Range(first, world.ActorsPerNode).FirstOrDefault(slot => state.Minds[slot] is null, -1);
        if (free < 0)
            return null;
        var mask = state.Orders[node][order];
        int[] tasks = [.. Enumerable.Range(0, world.Tasks).Where(task => (mask & (1 << task)) != 0)];
        return (state with { Orders = state.Orders.With(node, [.. state.Orders[node].Where(other => other != mask)]) })
            .With(free, new LotMind(node, tasks, new int[tasks.Length], tasks.Length == 1, Ordered, Fenced: false));
    }

    /// <summary>Begins attempts at those tasks that the node still holds.</summary>
    private LotState? BeginAt(LotState state, int slot, LotMind mind)
    {
        int[] held = [.. mind.Tasks.Where(
            task => state.Rows[task].State == Running && (state.Rows[task].Node == mind.Node || !world.Rules.BeginChecksNode))];
        if (held.Any(task => state.Rows[task].Attempt == world.MaxAttempts))
            return null;
        if (held.Any(task => IsLocked(state, task)))
            return null;
        foreach (var task in held)
            state = state.With(task, state.Rows[task] with { Attempt = state.Rows[task].Attempt + 1 });
        int[] attempts = [.. held.Select(task => state.Rows[task].Attempt)];
        return state.With(slot, held.Length == 0 ? null : mind with { Tasks = held, Attempts = attempts, Stage = Begun });
    }

    private LotState? FenceOf(LotState state, int slot, LotMind mind)
    {
        if (mind.Tasks.Any(task => IsLocked(state, task)))
            return null;
        var own = mind.Tasks.Where((task, at) => Owns(state, mind, task, mind.Attempts[at])).Count();
        var passes = world.Rules.FenceNeedsAll ? own == mind.Tasks.Length : own > 0;
        return state.With(slot, passes ? mind with { Fenced = true } : null);
    }

    private LotState Committed(LotState state, int slot, LotMind mind)
    {
        for (var at = 0; at < mind.Tasks.Length; at++)
        {
            var task = mind.Tasks[at];
            // The rows of all tasks stand in the transaction; the ledger's rows that are no longer its own were not changed by it.
            if (Owns(state, mind, task, mind.Attempts[at]))
                state = state.With(task, state.Rows[task] with { State = Done });
            state = state with { Data = state.Data.With(task, state.Data[task] + 1) };
        }

        return state.With(slot, null);
    }

    private static bool Owns(LotState state, LotMind mind, int task, int attempt) =>
        state.Rows[task] is { State: Running } row && row.Node == mind.Node && row.Attempt == attempt;

    /// <summary>A task that broke its lot is granted alone from then on; after a failure of the lot itself, each of its tasks. A task that
    /// fails alone has failed.</summary>
    private LotState? Returned(LotState state, int slot, LotMind mind)
    {
        if (mind.Tasks.Any(task => IsLocked(state, task)))
            return null;
        for (var at = 0; at < mind.Tasks.Length; at++)
        {
            var (task, row) = (mind.Tasks[at], state.Rows[mind.Tasks[at]]);
            if (world.Rules.ReturnChecksOwner && !Owns(state, mind, task, mind.Attempts[at]))
                continue;
            var isBroken = mind.Stage == Failing || task == world.Poison;
            state = state.With(task, mind.Stage == Broken && mind.Alone && !row.Together
                ? row with { State = Failed, Node = -1 }
                : row with
                    { State = Ready, Node = -1, InLot = false, Together = row.Together && !(isBroken && world.Rules.BrokenGoAlone) });
        }

        return state.With(slot, null);
    }

    /// <summary>Takes running tasks from a node. Null where it holds none of them, or a transaction is about to complete one.</summary>
    private LotState? Released(LotState state, Func<int, bool> which, Func<LotRow, LotRow> changed)
    {
        int[] held = [.. Enumerable.Range(0, world.Tasks).Where(task => state.Rows[task].State == Running && which(task))];
        if (held.Length == 0 || held.Any(task => IsLocked(state, task)))
            return null;
        foreach (var task in held)
            state = state.With(task, changed(state.Rows[task] with { State = Ready, Node = -1, InLot = false }));
        return state;
    }

    /// <summary>The process ends. A transaction that has passed the fence may still commit.</summary>
    private static LotState Killed(LotState state, int node) => state with
    {
        Alive = state.Alive.With(node, false),
        KillsLeft = state.KillsLeft - 1,
        Orders = state.Orders.With(node, []),
        Minds = [.. state.Minds.Select(mind => mind?.Node != node ? mind : mind.Fenced ? mind with { Stage = Orphan } : null)],
    };


    private static bool IsLocked(LotState state, int task) => state.Minds.Any(mind => mind is { Fenced: true } && Has(mind, task));

    private static bool Has(LotMind mind, int task) => Array.IndexOf(mind.Tasks, task) >= 0;
}
