using static ActorMigrate.Faults.Tests.Ledger.RowState;

namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>The way of tasks to nodes and back: grants, orders, and tasks taken back from nodes that have gone. An offer may be old or
/// arrive twice, so a coordinator may grant to any node at any time; an order may be lost, late or repeated.</summary>
internal sealed class LedgerGrants(LedgerWorld world, LedgerTransactions transactions)
{
    /// <summary>Returns what comes of a step; null where it is not possible, the same state where the ledger refuses it.</summary>
    public LedgerState? Apply(LedgerState state, LedgerStep step) => step.Kind switch
    {
        StepKind.Grant => world.Tasks > 0 ? Grant(state, step.By, step.Node) : null,
        StepKind.Repeat => Repeat(state, step),
        StepKind.Deliver => Deliver(state, step),
        StepKind.Sweep => Sweep(state, step.By),
        StepKind.Release => Release(state, step.Node),
        _ => null,
    };

    private LedgerState Grant(LedgerState state, int by, int node)
    {
        var (rules, leads, ended) = (world.Rules, LedgerCoordination.Leads(state, by), state.Target.Ended[node]);
        var holds = state.Target.Rows.Count(row => row.State == Running && row.Node == node);
        if ((!leads && rules.GrantChecksTerm) || (ended && rules.GrantChecksLiving) || (holds >= world.Slots && rules.GrantChecksSlots))
            return state;
        var task = Array.FindIndex(state.Target.Rows, row => row.State == Ready || (!rules.GrantTakesOnlyReady && row.State == Done));
        if (task < 0 || transactions.IsLocked(state, task))
            return state;
        var granted = state.Target.With(task, state.Target.Rows[task] with { State = Running, Node = node });
        return (state with { Target = granted, Orders = state.Orders.With((node * world.Tasks) + task, true) }).Breaking(
            !leads ? $"node {by} grants a task, and coordinates no more" : ended ? $"node {node} is granted a task after its row has "
                + "ended" : null);
    }

    private LedgerState? Repeat(LedgerState state, LedgerStep step)
    {
        var (order, leads) = ((step.Node * world.Tasks) + step.Task, LedgerCoordination.Leads(state, step.By));
        if (state.Orders[order])
            return null;
        if ((!leads && world.Rules.RepeatChecksTerm) || state.Target.Rows[step.Task] is not { State: Running, Node: var node }
            || node != step.Node)
            return state;
        if (transactions.IsLocked(state, step.Task))
            return null;
        return (state with { Orders = state.Orders.With(order, true) })
            .Breaking(leads ? null : $"node {step.By} repeats an order, and coordinates no more");
    }

    private LedgerState? Deliver(LedgerState state, LedgerStep step)
    {
        var order = (step.Node * world.Tasks) + step.Task;
        if (!state.Orders[order])
            return null;
        for (var actor = 0; actor < world.ActorsPerTask; actor++)
        {
            var slot = LedgerModel.SlotOf(step with { Slot = actor }, world.Tasks);
            if (state.Minds[slot] is null)
                return LedgerTransactions.WithMind(
                    state with { Orders = state.Orders.With(order, false) }, slot,
                    new TransferMind(step.Node, step.Task, ActorStage.Ordered, 0, 0, null));
        }

        return null;
    }

    /// <summary>One statement, which first ends the backends that may hold a row, and waits for the
    /// rows that are locked nevertheless.</summary>
    private LedgerState? Sweep(LedgerState state, int by)
    {
        var (rules, leads) = (world.Rules, LedgerCoordination.Leads(state, by));
        var held = Held(state, row => row.State == Running || (!rules.SweepSparesSettled && row.State == Done))
            .Where(task => !rules.SweepChecksEnded || state.Target.Ended[state.Target.Rows[task].Node]).ToList();
        if (held.Count == 0)
            return null;
        if (!leads && rules.SweepChecksTerm)
            return state;
        var fromLiving = held.Exists(task => !state.Target.Ended[state.Target.Rows[task].Node]);
        return TakeBack(EndNoted(state, held), held)?
            .Breaking(!leads
                ? $"node {by} takes tasks back, and coordinates no more"
                : fromLiving ? "a task is taken from a node that lives"
                : null);
    }

    /// <summary>The node's own statement: it takes the rows before it ends backends.</summary>
    private LedgerState? Release(LedgerState state, int node)
    {
        var held = Held(state, row => row.State == Running && row.Node == node);
        return held.Count == 0 || held.Exists(task => transactions.IsLocked(state, task)) ? null : TakeBack(EndNoted(state, held), held);
    }

    private static List<int> Held(LedgerState state, Func<TaskRow, bool> which) =>
        [.. Enumerable.Range(0, state.Target.Rows.Length)
            .Where(task => state.Target.Rows[task].Node >= 0 && which(state.Target.Rows[task]))];

    private static LedgerState EndNoted(LedgerState state, List<int> held)
    {
        foreach (var task in held)
        {
            var row = state.Target.Rows[task];
            state = row.AttemptIsOpen ? LedgerTransactions.EndNoted(state, task, attempt => attempt == row.Attempt) : state;
        }

        return state;
    }

    private LedgerState? TakeBack(LedgerState state, List<int> held)
    {
        if (held.Exists(task => transactions.IsLocked(state, task)))
            return null;
        foreach (var task in held)
            state = state with
                { Target = state.Target.With(task, state.Target.Rows[task] with { State = Ready, Node = -1, AttemptIsOpen = false }) };
        return state;
    }
}
