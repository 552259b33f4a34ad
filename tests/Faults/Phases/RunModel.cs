using ActorMigrate.Faults.Tests.Ledger;
using ActorMigrate.Migration.Phases;
using static ActorMigrate.Faults.Tests.Ledger.RowState;

namespace ActorMigrate.Faults.Tests.Phases;

/*  A whole run as a state machine: phases, claims, splits, deaths, adoptions, take-overs, stops and resumes, in any order. Whatever the
    product decides by a pure policy is decided here by that policy. What commits and what does not is the matter of LedgerModel; here a
    task is done in one step. */

/// <summary>The steps that can happen in a run.</summary>
internal enum RunStepKind
{
    Claim,
    Begin,
    Done,
    Fail,
    Split,
    Kill,
    Reap,
    TakeOver,
    PlanCopies,
    HearWork,
    Look,
    HearWorkAgain,
    HearLookAgain,
    See,
    HearClosed,
    Crash,
    Stop,
    NodesStopped,
    Resume,
}

/// <summary>One step, of a node or at a row.</summary>
internal readonly record struct RunStep(RunStepKind Kind, int Node, int Row)
{
    public override string ToString() => $"{Kind} node {Node} row {Row}";
}

/// <summary>Says which steps are possible in a state, and which state comes of each.</summary>
internal sealed class RunModel(RunWorld world, RunPolicies policies)
{
    private static readonly RunStepKind[] Kinds = Enum.GetValues<RunStepKind>();

    private readonly RunCoordination coordination = new(policies);
    private readonly RunTasks tasks = new(policies);

    /// <summary>The ledger was made; the first phase after it begins.</summary>
    public RunState Start()
    {
        RunRow[] rows =
        [
            new(RunPart.Table, Ready, Needs: 0, Unmet: 0, 0, 0),
            // Until the copies are planned, it waits for the plan.
            new(RunPart.Key, Blocked, Needs: 0, Unmet: 1, 0, 0),
            new(RunPart.Count, Ready, Needs: 0, Unmet: 0, 0, 0),
        ];
        var state = new RunState(rows, Phase.CreateTargetSchema, PhaseState.Initial, [.. Enumerable.Repeat(true, world.Nodes)], world);
        return coordination.Hear(state, new PhaseEvent.Begin(Phase.CreateTargetSchema));
    }

    /// <summary>Every step that is possible, with what comes of it.</summary>
    public IEnumerable<(RunStep Step, RunState Next)> Next(RunState state)
    {
        foreach (var kind in Kinds)
        {
            var nodes = kind is RunStepKind.Claim or RunStepKind.Kill or RunStepKind.Reap or RunStepKind.TakeOver or RunStepKind.Resume
                ? world.Nodes
                : 1;
            var rows = kind is RunStepKind.Claim or RunStepKind.Begin or RunStepKind.Done or RunStepKind.Fail or RunStepKind.Split
                ? state.Rows.Length
                : 1;
            for (var node = 0; node < nodes; node++)
            {
                for (var row = 0; row < rows; row++)
                {
                    var step = new RunStep(kind, node, row);
                    if (Apply(state, step) is { } next)
                        yield return (step, next);
                }
            }
        }
    }

    /// <summary>Returns the state after a step; null where the step is not possible.</summary>
    public RunState? Apply(RunState state, RunStep step) => step.Kind switch
    {
        RunStepKind.Claim => tasks.Claim(state, step.Node, step.Row),
        RunStepKind.Begin => tasks.Begin(state, step.Row),
        RunStepKind.Done => RunTasks.Complete(state, step.Row),
        RunStepKind.Fail => tasks.Fail(state, step.Row),
        RunStepKind.Split => tasks.Split(state, step.Row),
        RunStepKind.Kill => Kill(state, step.Node),
        RunStepKind.Crash => Crash(state),
        RunStepKind.Reap => tasks.Reap(state, step.Node),
        _ => coordination.Apply(state, step),
    };

    /// <summary>The target's server forgets what was done since the last synchronous commit.</summary>
    private static RunState? Crash(RunState state) =>
        state.Left.Crashes == 0 || state.End != RunEnd.None || !Array.Exists(state.Rows, IsForgettable)
            ? null
            : state with
            {
                Rows = RunCoordination.Settled(
                    [.. state.Rows.Select(row => IsForgettable(row)
                        ? row with { State = Blocked, Node = -1, IsBegun = false, Attempts = 0 }
                        : row)], state.IsPlanned),
                Left = state.Left with { Crashes = state.Left.Crashes - 1 },
            };

    private static bool IsForgettable(RunRow row) => row is { State: Done or Running, IsOnDisk: false };

    private static RunState? Kill(RunState state, int node)
    {
        if (state.Left.Kills == 0 || !state.Alive[node] || state.End == RunEnd.Ended)
            return null;
        var alive = (bool[])state.Alive.Clone();
        alive[node] = false;
        return state with { Alive = alive, Left = state.Left with { Kills = state.Left.Kills - 1 } };
    }
}
