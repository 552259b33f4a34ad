using static ActorMigrate.Faults.Tests.RowState;

namespace ActorMigrate.Faults.Tests;

/// <summary>What must hold in every state, and from every state.</summary>
internal static class LedgerInvariant
{
    private const int EnoughSteps = 200;

    /// <summary>What is wrong with a state, or null.</summary>
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

        return null;
    }

    /// <summary>What a step must not do, or null: a task that is done is never taken up again, unless the target forgot that it was.</summary>
    public static string? Violation(LedgerState before, LedgerStep step, LedgerState after)
    {
        for (var task = 0; step.Kind != StepKind.Crash && task < before.Target.Rows.Length; task++)
        {
            if (before.Target.Rows[task].State == Done && after.Target.Rows[task].State != Done)
                return $"task {task} was done, and is {after.Target.Rows[task]}";
        }

        return null;
    }

    /// <summary>Why a task is lost: one node that comes when all others are gone cannot bring it to its end; null when it can.</summary>
    public static string? Lost(LedgerModel model, LedgerState state)
    {
        var (world, now) = (model.World with { MaxAttempts = int.MaxValue, Kills = model.World.Nodes, Crashes = 0 }, Abandoned(state));
        var recovering = new LedgerModel(world);
        for (var steps = 0; steps < EnoughSteps; steps++)
        {
            if (now.Target.Rows.All(row => row.State is Done or Failed or Skipped))
                return Violation(now);
            if (Advance(recovering, now) is not { } next)
                return $"nothing can be done about {string.Join("; ", now.Target.Rows)}";
            now = next;
        }

        return $"no end is reached from {string.Join("; ", now.Target.Rows)}";
    }

    /// <summary>All actors and their transactions have ended; one node has come back with nothing in its mind.</summary>
    private static LedgerState Abandoned(LedgerState state) => state with
    {
        Minds = new TransferMind?[state.Minds.Length],
        Orphans = [],
        Alive = [.. state.Alive.Select((_, node) => node == 0)],
    };

    private static LedgerState? Advance(LedgerModel model, LedgerState state)
    {
        foreach (var kind in new[] { StepKind.Commit, StepKind.Fence, StepKind.Write, StepKind.Begin, StepKind.Release, StepKind.Claim, StepKind.Reap })
        {
            for (var node = 0; node < (kind == StepKind.Reap ? model.World.Nodes : 1); node++)
            {
                for (var task = 0; task < model.World.Tasks; task++)
                {
                    if (model.Apply(state, new LedgerStep(kind, node, task)) is { } next)
                        return next;
                }
            }
        }

        return null;
    }
}
