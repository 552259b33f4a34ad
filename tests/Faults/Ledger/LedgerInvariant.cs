using static ActorMigrate.Faults.Tests.Ledger.RowState;

namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>The invariants of every state, and of the states that can follow.</summary>
internal static class LedgerInvariant
{
    private const int EnoughSteps = 200;

    /// <summary>Returns the fault of a state, or null.</summary>
    public static string? Violation(LedgerState state)
    {
        if (state.Broken is not null)
            return state.Broken;
        for (var task = 0; task < state.Target.Rows.Length; task++)
        {
            var (row, data) = (state.Target.Rows[task], state.Target.Data[task]);
            var claimed = row.State == Done ? data.Length : row.Cursor;
            for (var chunk = 0; chunk < data.Length; chunk++)
            {
                var expected = chunk < claimed ? 1 : 0;
                if (data[chunk] != expected)
                    return $"chunk {chunk} of task {task} is there {data[chunk]} times, and its row says {row}";
            }

            if (row is { State: Running, Node: < 0 } or { State: Ready, Node: >= 0 })
                return $"task {task} is {row}";
        }

        return OfNodes(state);
    }

    private static string? OfNodes(LedgerState state)
    {
        var (coordination, entry) = (state.Coordination, state.Entry);
        for (var node = 0; node < coordination.Held.Length; node++)
        {
            if (coordination.Held[node] is > 0 and var held && held < coordination.Term && !state.Target.Ended[node])
                return $"node {node} coordinates no more, and its row lives";
        }

        if (state.Lease.Believes.Count(believes => believes) > 1)
            return "two nodes hold the lease";
        var clusters = entry.ClusterOf.Where((cluster, node) => cluster >= 0 && !state.Target.Ended[node] && !entry.Silent[node])
            .Distinct().Count();
        return clusters > 1 ? "nodes that live and beat are in two clusters" : null;
    }

    /// <summary>A node never holds more tasks than it has slots.</summary>
    public static string? OverGranted(LedgerWorld world, LedgerState state)
    {
        for (var node = 0; node < world.Nodes; node++)
        {
            if (state.Target.Rows.Count(row => row.State == Running && row.Node == node) > world.Slots)
                return $"node {node} holds more tasks than its slots";
        }

        return null;
    }

    /// <summary>Returns the fault of a step, or null: a task that is done is never taken up again,
    /// unless the target forgot that it was.</summary>
    public static string? Violation(LedgerState before, LedgerStep step, LedgerState after)
    {
        for (var task = 0; step.Kind != StepKind.Crash && task < before.Target.Rows.Length; task++)
        {
            if (before.Target.Rows[task].State == Done && after.Target.Rows[task].State != Done)
                return $"task {task} was done, and is {after.Target.Rows[task]}";
        }

        return null;
    }

    /// <summary>Returns why a task is lost, or null. All work in progress and all orders are gone. A node that comes then coordinates, and
    /// brings every task to its end: with the nodes whose rows live, which know nothing any more,
    /// and when they are gone, by itself.</summary>
    public static string? Lost(LedgerModel model, LedgerState state) =>
        WithoutEnd(model, state, othersLive: true) ?? WithoutEnd(model, state, othersLive: false);

    private static string? WithoutEnd(LedgerModel model, LedgerState state, bool othersLive)
    {
        var nodes = model.World.Nodes + 1;
        var recovering =
            new LedgerModel(model.World with { Nodes = nodes, MaxAttempts = int.MaxValue, MaxTerm = state.Coordination.Term + 1 });
        var now = Abandoned(recovering, state, othersLive);
        for (var steps = 0; steps < EnoughSteps; steps++)
        {
            if (now.Target.Rows.All(row => row.State is Done or Failed or Skipped))
                return Violation(now);
            if (Advance(recovering, now, othersLive) is not { } next)
                return $"nothing can be done about {string.Join("; ", now.Target.Rows)}";
            now = next;
        }

        return $"no end is reached from {string.Join("; ", now.Target.Rows)}";
    }

    /// <summary>One node more than there were, of which nobody knows.</summary>
    private static LedgerState Abandoned(LedgerModel recovering, LedgerState state, bool othersLive)
    {
        var (fresh, now) = (recovering.Start(), state.Coordination);
        var ended = state.Target.Ended.Append(false).ToArray();
        var coordination = fresh.Coordination with
            { Coordinator = now.Coordinator, Term = now.Term, Held = new int[recovering.World.Nodes] };
        return fresh with
        {
            Target = state.Target with { Ended = ended },
            Alive = [.. ended.Select((gone, node) => node == ended.Length - 1 || (othersLive && !gone))],
            CrashesLeft = 0,
            Coordination = coordination,
        };
    }

    private static LedgerState? Advance(LedgerModel model, LedgerState state, bool othersLive)
    {
        var (last, tasks) = (model.World.Nodes - 1, model.World.Tasks);
        foreach (var kind in othersLive ? Onward : [.. Onward, StepKind.End])
        {
            for (var place = 0; place < model.World.Nodes * tasks; place++)
            {
                if (kind == StepKind.TakeTerm && place / tasks != last)
                    continue;
                var next = model.Apply(state, new LedgerStep(kind, place / tasks, place % tasks, By: last));
                if (next is not null && !ReferenceEquals(next, state))
                    return next;
            }
        }

        return null;
    }

    private static readonly StepKind[] Onward =
    [
        StepKind.Commit, StepKind.Fence, StepKind.Write, StepKind.Begin, StepKind.Deliver, StepKind.TakeTerm, StepKind.Sweep,
        StepKind.Repeat, StepKind.Grant,
    ];
}
