using static ActorMigrate.Faults.Tests.RowState;

namespace ActorMigrate.Faults.Tests;

/*  The ledger's protocol as a state machine: what nodes, backends and the target may do, in any order. It mirrors the statements in
    src/Control/Sql, one step each. No clock takes part: a lease may run out at any moment, of a node that is dead or only slow. A step
    that would wait for a row's lock is not possible until the lock is gone.

        claim ─▶ begin ─▶ write ─▶ fence ─▶ commit        and, at any of them: stall, abort, kill, reap, crash                          */

/// <summary>Says which steps are possible in a state, and which state comes of each.</summary>
internal sealed class LedgerModel(LedgerWorld world)
{
    private static readonly StepKind[] Kinds = Enum.GetValues<StepKind>();

    private readonly LedgerTransactions transactions = new(world);
    private readonly LedgerCoordination coordination = new(world);

    /// <summary>The size of the world.</summary>
    public LedgerWorld World => world;

    /// <summary>Tasks planned, nothing claimed.</summary>
    public LedgerState Start()
    {
        var rows = Enumerable.Range(0, world.Tasks).Select(task => new TaskRow(task == 0 ? Ready : Blocked, -1, 0, 0, false)).ToArray();
        var target = new Target(rows, [.. rows.Select(_ => new int[world.Chunks])]);
        return new LedgerState(
            target, target, new TransferMind?[world.Nodes * world.Tasks * LedgerState.MindsPerTask], [],
            [.. Enumerable.Repeat(true, world.Nodes)], world.Kills, world.Crashes, LedgerCoordination.Start(world), null);
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

    /// <summary>What comes of a step; null where it is not possible.</summary>
    public LedgerState? Apply(LedgerState state, LedgerStep step) => step.Kind switch
    {
        StepKind.Flush => state.CrashesLeft > 0 && state.Target != state.Flushed ? state with { Flushed = state.Target } : null,
        StepKind.Crash => state.CrashesLeft > 0 ? LedgerTransactions.Crash(state) : null,
        StepKind.OrphanFence or StepKind.OrphanCommit or StepKind.OrphanAbort =>
            step.Task < state.Orphans.Length ? transactions.Orphan(state, step.Task, step.Kind) : null,
        StepKind.Reap => world.Nodes > 1 && state.Alive.Where((alive, node) => alive && node != step.Node).Any() ? Reap(state, step.Node) : null,
        _ when !state.Alive[step.Node] => null,
        StepKind.Kill => state.KillsLeft > 0 ? LedgerTransactions.Kill(state, step.Node) : null,
        StepKind.Stop => state.Minds.Any(mind => mind?.Node == step.Node) ? LedgerTransactions.Stop(state, step.Node) : null,
        StepKind.Release => GiveBack(state, step.Node, task => !Works(state, step.Node, task)),
        StepKind.Claim => step.Slot == 0 ? Claim(state, step, heard: true) : null,
        StepKind.ClaimUnheard => step.Slot == 0 ? Claim(state, step, heard: false) : null,
        StepKind.Observe or StepKind.TakeOver or StepKind.Coordinate => coordination.Apply(state, step),
        _ => state.Minds[Slot(step)] is { } mind ? Work(state, step, mind) : null,
    };

    /// <summary>The place of the actor that takes a step, where there are so many tasks.</summary>
    public static int SlotOf(LedgerStep step, int tasks) => (((step.Node * tasks) + step.Task) * LedgerState.MindsPerTask) + step.Slot;

    private IEnumerable<LedgerStep> Steps(LedgerState state)
    {
        foreach (var kind in Kinds)
        {
            var tasks = kind is StepKind.OrphanFence or StepKind.OrphanCommit or StepKind.OrphanAbort ? state.Orphans.Length
                : kind is >= StepKind.Stop and not StepKind.OrphanFence ? 1 : world.Tasks;
            var nodes = kind is StepKind.OrphanFence or StepKind.OrphanCommit or StepKind.OrphanAbort or StepKind.Flush or StepKind.Crash ? 1 : world.Nodes;
            var slots = kind < StepKind.Stop ? world.ActorsPerTask : 1;
            for (var node = 0; node < nodes; node++)
            {
                for (var task = 0; task < tasks; task++)
                {
                    for (var slot = 0; slot < slots; slot++)
                        yield return new LedgerStep(kind, node, task, slot);
                }
            }
        }
    }

    private LedgerState? Work(LedgerState state, LedgerStep step, TransferMind mind) => (step.Kind, mind.Stage, mind.Open) switch
    {
        (StepKind.Begin, ActorStage.Claimed, _) => Begin(state, step, mind),
        (StepKind.Write, ActorStage.Begun or ActorStage.Writes, null) => Write(state, step, mind, noted: true),
        (StepKind.WriteUnnoted, ActorStage.Begun or ActorStage.Writes, null) => Write(state, step, mind, noted: false),
        (StepKind.Fence, _, { Fenced: false }) => transactions.Fence(state, Slot(step), mind),
        (StepKind.Commit, _, { Fenced: true }) => transactions.Commit(state, Slot(step), mind),
        (StepKind.Abort, _, { }) => With(state, step, mind with { Open = null, Stage = ActorStage.Failing }),
        (StepKind.Stall, ActorStage.Begun or ActorStage.Writes, _) => LedgerTransactions.Abandon(state, Slot(step), mind with { Stage = ActorStage.Failing }),
        (StepKind.Retry or StepKind.GiveUp or StepKind.GiveBack, ActorStage.Failing, _) => Fail(state, step, mind),
        _ => null,
    };

    private LedgerState? Claim(LedgerState state, LedgerStep step, bool heard)
    {
        var row = state.Target.Rows[step.Task];
        var free = Enumerable.Range(0, world.ActorsPerTask).Select(slot => step with { Slot = slot }).Where(at => state.Minds[Slot(at)] is null).ToList();
        var claimable = row.State == Ready || (!world.Rules.ClaimsOnlyReady && row.State == Done);
        if (!claimable || LedgerTransactions.IsLocked(state, step.Task) || free.Count == 0)
            return null;
        var claimed = state with { Target = state.Target.With(step.Task, row with { State = Running, Node = step.Node }) };
        return heard ? With(claimed, free[0], new TransferMind(step.Node, step.Task, ActorStage.Claimed, 0, 0, null)) : claimed;
    }

    private LedgerState? Begin(LedgerState state, LedgerStep step, TransferMind mind)
    {
        var row = state.Target.Rows[step.Task];
        var ours = (row.Node == step.Node || !world.Rules.BeginChecksHolder) && row.State == Running;
        if (ours && row.Attempt == world.MaxAttempts)
            return null;
        var ended = ours ? LedgerTransactions.EndNoted(state, step.Task, _ => true) : state;
        if (LedgerTransactions.IsLocked(ended, step.Task))
            return null;
        if (!ours)
            return With(state, step, null);
        var begun = row with { Attempt = row.Attempt + 1, AttemptIsOpen = true };
        return With(
            ended with { Target = ended.Target.With(step.Task, begun) }, step,
            mind with { Stage = ActorStage.Begun, Attempt = begun.Attempt, Cursor = begun.Cursor });
    }

    private LedgerState Write(LedgerState state, LedgerStep step, TransferMind mind, bool noted) => With(
        state, step,
        mind with { Stage = ActorStage.Writes, Open = new Writing(mind.Node, mind.Task, mind.Attempt, mind.Cursor, Fenced: false, noted, HasRunner: true) });

    private LedgerState? Fail(LedgerState state, LedgerStep step, TransferMind mind)
    {
        if (LedgerTransactions.IsLocked(state, step.Task))
            return null;
        var row = state.Target.Rows[step.Task];
        if (row.State != Running || row.Node != step.Node || row.Attempt != mind.Attempt)
            return With(state, step, null);
        var (next, stays) = step.Kind switch
        {
            StepKind.Retry => (row with { AttemptIsOpen = false }, mind with { Stage = ActorStage.Claimed }),
            StepKind.GiveUp => (row with { State = Failed, Node = -1, AttemptIsOpen = false }, null),
            _ => (row with { State = Ready, Node = -1, AttemptIsOpen = false }, (TransferMind?)null),
        };
        var failed = With(state with { Target = state.Target.With(step.Task, next) }, step, stays);
        return step.Kind == StepKind.GiveUp ? Skip(failed, step.Task + 1) : failed;
    }

    private static LedgerState Skip(LedgerState state, int from)
    {
        for (var task = from; task < state.Target.Rows.Length && state.Target.Rows[task].State == Blocked; task++)
            state = state with { Target = state.Target.With(task, state.Target.Rows[task] with { State = Skipped }) };
        return state;
    }

    /// <summary>One statement: it waits for every row that it touches.</summary>
    private LedgerState? GiveBack(LedgerState state, int node, Func<int, bool> which)
    {
        var held = Enumerable.Range(0, world.Tasks).Where(which).Where(task => state.Target.Rows[task] is var row && row.Node == node
            && (row.State == Running || (!world.Rules.ReapSparesSettled && row.State == Done))).ToList();
        if (held.Count == 0 || held.Exists(task => LedgerTransactions.IsLocked(state, task)))
            return null;
        foreach (var task in held)
        {
            var row = state.Target.Rows[task];
            state = row.AttemptIsOpen ? LedgerTransactions.EndNoted(state, task, attempt => attempt == row.Attempt) : state;
            state = state with { Target = state.Target.With(task, row with { State = Ready, Node = -1, AttemptIsOpen = false }) };
        }

        return state;
    }

    /// <summary>The same by the coordinator's hand, which first ends the backends that may hold a row.</summary>
    private LedgerState? Reap(LedgerState state, int node)
    {
        var ended = state;
        for (var task = 0; task < world.Tasks; task++)
        {
            if (state.Target.Rows[task] is { State: Running, AttemptIsOpen: true } row && row.Node == node)
                ended = LedgerTransactions.EndNoted(ended, task, attempt => attempt == row.Attempt);
        }

        return GiveBack(ended, node, _ => true);
    }

    private bool Works(LedgerState state, int node, int task) =>
        Enumerable.Range(0, LedgerState.MindsPerTask).Any(slot => state.Minds[Slot(new LedgerStep(default, node, task, slot))] is not null);

    private LedgerState With(LedgerState state, LedgerStep step, TransferMind? mind) => LedgerTransactions.WithMind(state, Slot(step), mind);

    private int Slot(LedgerStep step) => SlotOf(step, world.Tasks);
}
