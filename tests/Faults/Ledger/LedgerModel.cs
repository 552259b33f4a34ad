using static ActorMigrate.Faults.Tests.Ledger.RowState;

namespace ActorMigrate.Faults.Tests.Ledger;

/*  The ledger's protocol as a state machine: what coordinators, nodes, backends and the target may do, in any order. It mirrors the
    statements in src/Control, one step each. No clock takes part: a node may be removed at any moment, dead or only slow, and goes on
    until the ledger refuses it. A step that would wait for a row's lock is not possible until the lock is gone. A step that the ledger
    refuses leads to the same state, the very same object.

        grant ─▶ deliver ─▶ begin ─▶ write ─▶ fence ─▶ commit     and, at any of them: repeat, stall, abort, kill, end, sweep, crash    */

/// <summary>Says which steps are possible in a state, and which state comes of each.</summary>
internal sealed class LedgerModel
{
    private static readonly StepKind[] Kinds = Enum.GetValues<StepKind>();

    private readonly LedgerWorld world;
    private readonly LedgerTransactions transactions;
    private readonly LedgerCoordination coordination;
    private readonly LedgerMembership membership;
    private readonly LedgerGrants grants;

    /// <summary>A model of a world.</summary>
    public LedgerModel(LedgerWorld world)
    {
        this.world = world;
        (transactions, coordination, membership) = (new(world), new(world), new(world));
        grants = new(world, transactions);
    }

    /// <summary>The size of the world.</summary>
    public LedgerWorld World => world;

    /// <summary>Tasks planned, nothing granted, all nodes registered.</summary>
    public LedgerState Start()
    {
        var rows = Enumerable.Range(0, world.Tasks)
            .Select(task => new TaskRow(task == 0 || world.Independent ? Ready : Blocked, -1, 0, 0, false)).ToArray();
        var target = new Target(rows, [.. rows.Select(_ => new int[world.Chunks])], new bool[world.Nodes]);
        var (lease, entry) = LedgerMembership.Start(world.Nodes);
        return new LedgerState(
            target, target, new TransferMind?[world.Nodes * world.Tasks * LedgerState.MindsPerTask],
            new bool[world.Nodes * world.Tasks], [],
            [.. Enumerable.Repeat(true, world.Nodes)], world.Kills, world.Crashes, LedgerCoordination.Start(world), lease, entry, null);
    }

    /// <summary>Every step that is possible, with what comes of it.</summary>
    public IEnumerable<(LedgerStep Step, LedgerState Next)> Next(LedgerState state)
    {
        foreach (var step in Steps(state))
        {
            if (Apply(state, step) is { } next)
                yield return (step, next);
        }
    }

    /// <summary>Returns the state after a step; null where the step is not possible.</summary>
    public LedgerState? Apply(LedgerState state, LedgerStep step) => step.Kind switch
    {
        StepKind.Flush => state.CrashesLeft > 0 && state.Target != state.Flushed ? state with { Flushed = state.Target } : null,
        StepKind.Crash => state.CrashesLeft > 0 ? LedgerTransactions.Crash(state) : null,
        StepKind.RunOut => LedgerMembership.RunOut(state),
        StepKind.FallSilent => membership.FallSilent(state, step.Node),
        StepKind.OrphanFence or StepKind.OrphanCommit or StepKind.OrphanAbort =>
            step.Task < state.Orphans.Length ? transactions.Orphan(state, step.Task, step.Kind) : null,
        StepKind.Grant or StepKind.Repeat or StepKind.Sweep => Coordinates(state, step.By) ? grants.Apply(state, step) : null,
        StepKind.End => Coordinates(state, step.By) ? membership.Apply(state, step) : null,
        _ when !state.Alive[step.Node] => null,
        StepKind.Deliver or StepKind.Release => grants.Apply(state, step),
        StepKind.Kill => state.KillsLeft > 0 ? LedgerTransactions.Kill(state, step.Node) : null,
        StepKind.Stop => state.Minds.Any(mind => mind?.Node == step.Node) ? LedgerTransactions.Stop(state, step.Node) : null,
        StepKind.TakeTerm or StepKind.Observe or StepKind.Adopt or StepKind.Coordinate => coordination.Apply(state, step),
        StepKind.Leave or StepKind.TakeLease or StepKind.ReleaseLease or StepKind.Found or StepKind.Join => membership.Apply(state, step),
        _ => state.Minds[Slot(step)] is { } mind ? Work(state, step, mind) : null,
    };

    /// <summary>The place of the actor that takes a step, where there are so many tasks.</summary>
    public static int SlotOf(LedgerStep step, int tasks) => (((step.Node * tasks) + step.Task) * LedgerState.MindsPerTask) + step.Slot;

    /// <summary>Whether a node believes to coordinate; where nodes take no terms, the coordinator is a process apart.</summary>
    private bool Coordinates(LedgerState state, int node) =>
        state.Coordination.Held[node] > 0 && (world.MaxTerm == 0 || state.Alive[node]);

    private IEnumerable<LedgerStep> Steps(LedgerState state)
    {
        foreach (var kind in Kinds)
        {
            var (bys, nodes, tasks, slots) = Ranges(state, kind);
            for (var by = 0; by < bys; by++)
            {
                for (var node = 0; node < nodes; node++)
                {
                    for (var place = 0; place < tasks * slots; place++)
                        yield return new LedgerStep(kind, node, place / slots, place % slots, by);
                }
            }
        }
    }

    private (int Bys, int Nodes, int Tasks, int Slots) Ranges(LedgerState state, StepKind kind) => kind switch
    {
        <= StepKind.GiveBack => (1, world.Nodes, world.Tasks, world.ActorsPerTask),
        StepKind.Grant or StepKind.End or StepKind.Join => (world.Nodes, world.Nodes, 1, 1),
        StepKind.Repeat => (world.Nodes, world.Nodes, world.Tasks, 1),
        StepKind.Deliver => (1, world.Nodes, world.Tasks, 1),
        StepKind.Sweep => (world.Nodes, 1, 1, 1),
        StepKind.OrphanFence or StepKind.OrphanCommit or StepKind.OrphanAbort => (1, 1, state.Orphans.Length, 1),
        StepKind.Flush or StepKind.Crash or StepKind.RunOut => (1, 1, 1, 1),
        _ => (1, world.Nodes, 1, 1),
    };

    private LedgerState? Work(LedgerState state, LedgerStep step, TransferMind mind) => (step.Kind, mind.Stage, mind.Open) switch
    {
        (StepKind.Begin, ActorStage.Ordered, _) => Begin(state, step, mind),
        (StepKind.Write, ActorStage.Begun or ActorStage.Writes, null) => Write(state, step, mind, noted: true),
        (StepKind.WriteUnnoted, ActorStage.Begun or ActorStage.Writes, null) => Write(state, step, mind, noted: false),
        (StepKind.Fence, _, { Fenced: false }) => transactions.Fence(state, Slot(step), mind),
        (StepKind.Commit, _, { Fenced: true }) => transactions.Commit(state, Slot(step), mind),
        (StepKind.Abort, _, { }) => With(state, step, mind with { Open = null, Stage = ActorStage.Failing }),
        (StepKind.Stall, ActorStage.Begun or ActorStage.Writes, _) =>
            LedgerTransactions.Abandon(state, Slot(step), mind with { Stage = ActorStage.Failing }),
        (StepKind.Retry or StepKind.GiveUp or StepKind.GiveBack, ActorStage.Failing, _) => Fail(state, step, mind),
        _ => null,
    };

    private LedgerState? Begin(LedgerState state, LedgerStep step, TransferMind mind)
    {
        var row = state.Target.Rows[step.Task];
        var ours = (row.Node == step.Node || !world.Rules.BeginChecksNode) && (row.State == Running || !world.Rules.BeginChecksState);
        if (ours && row.Attempt == world.MaxAttempts)
            return null;
        var ended = ours ? LedgerTransactions.EndNoted(state, step.Task, _ => true) : state;
        if (transactions.IsLocked(ended, step.Task))
            return null;
        if (!ours)
            return With(state, step, null);
        var begun = row with { Attempt = row.Attempt + 1, AttemptIsOpen = true };
        var working = mind with { Stage = ActorStage.Begun, Attempt = begun.Attempt, Cursor = begun.Cursor };
        return With(ended with { Target = ended.Target.With(step.Task, begun) }, step, working)
            .Breaking(row.Node != step.Node || row.State != Running ? $"node {step.Node} begins a task that is {row}" : null);
    }

    private LedgerState Write(LedgerState state, LedgerStep step, TransferMind mind, bool noted) => With(
        state, step,
        mind with { Stage = ActorStage.Writes,
            Open = new Writing(mind.Node, mind.Task, mind.Attempt, mind.Cursor, Fenced: false, noted, HasRunner: true) });

    private LedgerState? Fail(LedgerState state, LedgerStep step, TransferMind mind)
    {
        if (transactions.IsLocked(state, step.Task))
            return null;
        var row = state.Target.Rows[step.Task];
        var owns = row.State == Running && row.Node == step.Node && row.Attempt == mind.Attempt;
        if (!owns && world.Rules.FailChecksOwner)
            return With(state, step, null);
        var (next, stays) = step.Kind switch
        {
            StepKind.Retry => (row with { AttemptIsOpen = false }, mind with { Stage = ActorStage.Ordered }),
            StepKind.GiveUp => (row with { State = Failed, Node = -1, AttemptIsOpen = false }, null),
            _ => (row with { State = Ready, Node = -1, AttemptIsOpen = false }, (TransferMind?)null),
        };
        var failed = With(state with { Target = state.Target.With(step.Task, next) }, step, stays);
        return step.Kind == StepKind.GiveUp ? Skip(failed, world.DependantOf(step.Task)) : failed;
    }

    private LedgerState Skip(LedgerState state, int from)
    {
        for (var task = from; task >= 0 && state.Target.Rows[task].State == Blocked; task = world.DependantOf(task))
            state = state with { Target = state.Target.With(task, state.Target.Rows[task] with { State = Skipped }) };
        return state;
    }

    private LedgerState With(LedgerState state, LedgerStep step, TransferMind? mind) =>
        LedgerTransactions.WithMind(state, Slot(step), mind);

    private int Slot(LedgerStep step) => SlotOf(step, world.Tasks);
}
