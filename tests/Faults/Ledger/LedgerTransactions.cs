using static ActorMigrate.Faults.Tests.Ledger.RowState;

namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>The transactions of a <see cref="LedgerModel"/>: what holds locks, commits, and lives on when its node does not.</summary>
internal sealed class LedgerTransactions(LedgerWorld world)
{
    /// <summary>A transaction that has passed the fence holds the task's row, and, where it
    /// completes the task, those of its dependants.</summary>
    public bool IsLocked(LedgerState state, int task)
    {
        foreach (var orphan in state.Orphans)
        {
            if (Locks(orphan, task))
                return true;
        }

        foreach (var mind in state.Minds)
        {
            if (mind?.Open is { } open && Locks(open, task))
                return true;
        }

        return false;
    }

    /// <summary>The fence of an actor's own transaction; one that is refused ends the actor.</summary>
    public LedgerState? Fence(LedgerState state, int slot, TransferMind mind)
    {
        var open = mind.Open!.Value;
        if (Waits(state, open))
            return null;
        return Passes(state, open)
            ? WithMind(Early(state, open), slot, mind with { Open = open with { Fenced = true } })
            : WithMind(state, slot, null);
    }

    /// <summary>The commit of an actor's own transaction: the next chunk, or the end.</summary>
    public LedgerState Commit(LedgerState state, int slot, TransferMind mind)
    {
        var committed = Committed(state, mind.Open!.Value);
        var isLast = mind.Cursor == world.Chunks - 1;
        return WithMind(committed, slot, isLast ? null : mind with { Open = null, Cursor = mind.Cursor + 1 });
    }

    /// <summary>A step of a transaction that no actor waits for.</summary>
    public LedgerState? Orphan(LedgerState state, int index, StepKind step)
    {
        var open = state.Orphans[index];
        switch (step)
        {
            case StepKind.OrphanCommit:
                return open.Fenced ? Committed(WithoutOrphan(state, index), open) : null;
            case StepKind.OrphanAbort:
                return WithoutOrphan(state, index);
            case StepKind.OrphanFence when open is { Fenced: false, HasRunner: true } && !Waits(state, open):
                var others = WithoutOrphan(state, index);
                return Passes(state, open)
                    ? Early(others, open) with { Orphans = [.. others.Orphans, open with { Fenced = true }] }
                    : others;
            default:
                return null;
        }
    }

    /// <summary>The actor's transaction goes on without it.</summary>
    public static LedgerState Abandon(LedgerState state, int slot, TransferMind? after)
    {
        var orphans = state.Minds[slot]!.Open is { } open ? [.. state.Orphans, open] : state.Orphans;
        return WithMind(state with { Orphans = orphans }, slot, after is null ? null : after with { Open = null });
    }

    /// <summary>All actors of the node end.</summary>
    public static LedgerState Stop(LedgerState state, int node)
    {
        for (var slot = 0; slot < state.Minds.Length; slot++)
        {
            if (state.Minds[slot]?.Node == node)
                state = Abandon(state, slot, null);
        }

        return state;
    }

    /// <summary>The process ends. A commit that was sent may still happen; nothing else does.</summary>
    public static LedgerState Kill(LedgerState state, int node)
    {
        var stopped = Stop(state, node);
        return stopped with
        {
            Alive = stopped.Alive.With(node, false),
            KillsLeft = state.KillsLeft - 1,
            Orphans = [.. stopped.Orphans.Where(orphan => orphan.Node != node || orphan.Fenced)
                .Select(orphan => orphan.Node == node ? orphan with { HasRunner = false } : orphan)],
        };
    }

    /// <summary>All transactions end, and what was not flushed is gone. An attempt that had sessions fails.</summary>
    public static LedgerState Crash(LedgerState state) => state with
    {
        Target = state.Flushed,
        CrashesLeft = state.CrashesLeft - 1,
        Orphans = [],
        Minds = [.. state.Minds.Select(
            mind => mind is { Stage: ActorStage.Writes } ? mind with { Stage = ActorStage.Failing, Open = null } : mind)],
    };

    /// <summary>Backends of a task that the ledger knows are ended, fenced or not.</summary>
    public static LedgerState EndNoted(LedgerState state, int task, Func<int, bool> attempts) => state with
    {
        Orphans = [.. state.Orphans.Where(orphan => !IsMeant(orphan, task, attempts))],
        Minds = [.. state.Minds.Select(mind =>
            mind?.Open is { } open && IsMeant(open, task, attempts) ? mind with { Open = null, Stage = ActorStage.Failing } : mind)],
    };

    public static LedgerState WithMind(LedgerState state, int slot, TransferMind? mind) =>
        state with { Minds = state.Minds.With(slot, mind) };

    private bool Waits(LedgerState state, Writing open) =>
        IsLocked(state, open.Task)
            || (open.Chunk == world.Chunks - 1 && world.DependantOf(open.Task) is >= 0 and var dependant && IsLocked(state, dependant));

    private bool Passes(LedgerState state, Writing open)
    {
        var (row, rules) = (state.Target.Rows[open.Task], world.Rules);
        return (row.Attempt == open.Attempt || !rules.FenceChecksAttempt)
            && (row.Node == open.Node || !rules.FenceChecksNode)
            && (row.State == Running || !rules.FenceChecksState)
            && (row.Cursor == open.Chunk || !rules.FenceChecksCursor);
    }

    /// <summary>Where data and row do not commit together, the row is there first.</summary>
    private LedgerState Early(LedgerState state, Writing open) =>
        (world.Rules.DataCommitsWithItsRow ? state : state with { Target = Recorded(state.Target, open) })
        .Breaking(
            state.Target.Rows[open.Task].Node != open.Node ? $"node {open.Node} passes the fence of a task that it does not hold" : null);

    private LedgerState Committed(LedgerState state, Writing open)
    {
        var target = state.Target.WithChunk(open.Task, open.Chunk);
        return state with { Target = world.Rules.DataCommitsWithItsRow ? Recorded(target, open) : target };
    }

    private Target Recorded(Target target, Writing open)
    {
        var row = target.Rows[open.Task];
        if (open.Chunk < world.Chunks - 1)
            return target.With(open.Task, row with { Cursor = open.Chunk + 1 });
        var done = target.With(open.Task, row with { State = Done, Cursor = 0, AttemptIsOpen = false });
        return world.DependantOf(open.Task) is >= 0 and var next && done.Rows[next] is { State: Blocked } dependant
            ? done.With(next, dependant with { State = Ready })
            : done;
    }

    private static bool IsMeant(Writing open, int task, Func<int, bool> attempts) =>
        open.Noted && open.Task == task && attempts(open.Attempt);

    private static LedgerState WithoutOrphan(LedgerState state, int index) =>
        state with { Orphans = [.. state.Orphans.Where((_, at) => at != index)] };

    private bool Locks(Writing open, int task) =>
        open.Fenced && (open.Task == task || (task >= 0 && world.DependantOf(open.Task) == task && open.Chunk == world.Chunks - 1));
}
