using ActorMigrate.Faults.Tests.Ledger;
using ActorMigrate.Migration.Phases;
using static ActorMigrate.Faults.Tests.Ledger.RowState;

namespace ActorMigrate.Faults.Tests.Phases;

/// <summary>The steps of a run's coordinator: it passes events to its machine, and carries out the commands.</summary>
internal sealed class RunCoordination(RunPolicies policies)
{
    public RunState? Apply(RunState state, RunStep step)
    {
        if (step.Kind == RunStepKind.Resume)
            return state.End == RunEnd.Stopped && state.Alive[step.Node] ? Resume(state, step.Node) : null;
        if (state.End != RunEnd.None)
            return null;
        if (step.Kind == RunStepKind.TakeOver)
            return !state.Alive[state.Coordinator] && state.Alive[step.Node] ? TakeOver(state, step.Node) : null;
        return state.Alive[state.Coordinator] ? Coordinate(state, step.Kind) : null;
    }

    /// <summary>The machine hears of something, and its orders are carried out.</summary>
    public RunState Hear(RunState state, PhaseEvent happened)
    {
        var (machine, commands) = policies.Decide(state.Machine, happened);
        state = state with { Machine = machine, IsAsked = false };
        foreach (var command in commands)
        {
            if (Forgotten(state, command) is { } forgot)
                return Hear(state, forgot);
            state = Obey(state, command);
        }

        return state;
    }

    /// <summary>Everything that is not done is opened again, and the run goes on at the earliest phase that has work left.</summary>
    public RunState Resume(RunState state, int node)
    {
        var rows = state.Rows.Select(row => row.State == Done ? row
            : row with { State = Blocked, Node = -1, IsBegun = false, Attempts = 0, Adoptions = 0, Deaths = 0 }).ToArray();
        var open = state with { Rows = Settled(rows, state.IsPlanned), Coordinator = node, End = RunEnd.None, HasSnapshot = true };
        Phase? earliest = open.Rows.All(row => row.State == Done)
            ? null
            : open.Rows.Where(row => row.State != Done).Min(row => row.AwaitedIn);
        return Begin(open, policies.GoOn(open.Phase, earliest, open.IsPlanned));
    }

    /// <summary>The ledger does not enter a phase, or close, while something before that is open.</summary>
    private PhaseEvent? Forgotten(RunState state, PhaseCommand command)
    {
        Phase? settled = command switch
        {
            PhaseCommand.Enter enter => enter.Phase - 1,
            PhaseCommand.Close => Phase.Summarize,
            _ => null,
        };
        if (settled is not { } phase || !policies.EntersOnlyWhatIsReached || !state.AreOutstanding(phase))
            return null;
        // A policy that goes on at a later phase would be refused for ever: it is let in, and found.
        var point = policies.GoOn(state.Machine.Phase, state.Rows.Where(row => !row.IsSettled).Min(row => row.AwaitedIn), state.IsPlanned);
        return point <= phase ? new PhaseEvent.Forgot(point) : null;
    }

    private RunState TakeOver(RunState state, int node) =>
        Begin(state with { Coordinator = node }, policies.GoOn(state.Phase, null, state.IsPlanned));

    /// <summary>Messages to the former coordinator are lost with it.</summary>
    private RunState Begin(RunState state, Phase phase) =>
        Hear(state with { Machine = PhaseState.Initial, LateWork = null, LateLook = null }, new PhaseEvent.Begin(phase));

    private RunState? Coordinate(RunState state, RunStepKind kind)
    {
        var (phase, step) = (state.Machine.Phase, state.Machine.Step);
        var outstanding = state.AreOutstanding(phase);
        return kind switch
        {
            RunStepKind.PlanCopies when step == PhaseStep.Working && phase == Phase.PrepareTransfers && !state.IsPlanned => Plan(state),
            RunStepKind.HearClosed when state.IsAsked => Hear(state, new PhaseEvent.Closed()),
            RunStepKind.See when state.Left.Crashes > 0 && step == PhaseStep.Waiting && !outstanding && state.LateLook != phase =>
                state with { LateLook = phase },
            RunStepKind.HearWork when step == PhaseStep.Working && !state.IsAsked && (phase != Phase.PrepareTransfers || state.IsPlanned) =>
                Hear(state with { LateWork = phase }, new PhaseEvent.WorkDone(phase)),
            RunStepKind.Look when step == PhaseStep.Waiting =>
                Hear(state with { LateLook = outstanding ? state.LateLook : phase }, new PhaseEvent.TasksSeen(phase, outstanding)),
            RunStepKind.HearWorkAgain when state.LateWork is { } late =>
                Hear(state with { LateWork = null }, new PhaseEvent.WorkDone(late)),
            RunStepKind.HearLookAgain when state.LateLook is { } late =>
                Hear(state with { LateLook = null }, new PhaseEvent.TasksSeen(late, AreOutstanding: false)),
            RunStepKind.Stop when state.Left.Stops > 0 && (step is PhaseStep.Working or PhaseStep.Waiting) =>
                Hear(state with { Left = state.Left with { Stops = state.Left.Stops - 1 } }, new PhaseEvent.StopRequested()),
            RunStepKind.NodesStopped when step is PhaseStep.Stopping or PhaseStep.Closing =>
                Hear(GivenBack(state), new PhaseEvent.NodesStopped()),
            _ => null,
        };
    }

    private static RunState Obey(RunState state, PhaseCommand command) => command switch
    {
        PhaseCommand.Enter enter =>
            OnDisk(state with { Phase = enter.Phase, Broken = state.Broken ?? RunInvariant.OfEntering(state, enter.Phase) }),
        PhaseCommand.Close => OnDisk(state with { IsAsked = true }),
        PhaseCommand.ReleaseSnapshot => state with { HasSnapshot = false, Broken = state.Broken ?? RunInvariant.OfReleasing(state) },
        PhaseCommand.End end => state with
            { End = end.Stopped ? RunEnd.Stopped : RunEnd.Ended, Broken = state.Broken ?? RunInvariant.OfEnding(state, end.Stopped) },
        _ => state,
    };

    /// <summary>The commit is synchronous.</summary>
    private static RunState OnDisk(RunState state) =>
        state with { Rows = [.. state.Rows.Select(row => row.State == Done ? row with { IsOnDisk = true } : row)] };

    /// <summary>The copies come into the plan in one transaction, tied to what they need and what needs them.</summary>
    private static RunState Plan(RunState state)
    {
        var copy = state.Rows.Length;
        var rows = state.Rows.Select(row => row.Part == RunPart.Key ? row with { Needs = 1 << copy } : row)
            .Append(new RunRow(RunPart.Copy, Blocked, Needs: 1, Unmet: 1, 0, RunWorld.Pages));
        return state with { Rows = Settled([.. rows], isPlanned: true) };
    }

    /// <summary>Says anew what each row waits for; what failed skips what needs it.</summary>
    internal static RunRow[] Settled(RunRow[] rows, bool isPlanned)
    {
        for (var again = true; again;)
        {
            again = false;
            for (var index = 0; index < rows.Length; index++)
            {
                var row = rows[index];
                if (row.State is not (Blocked or Ready))
                    continue;
                var needed = rows.Where((_, other) => (row.Needs & (1 << other)) != 0).ToList();
                var unmet = needed.Count(other => other.State != Done) + (row.Part == RunPart.Key && !isPlanned ? 1 : 0);
                var isDoomed = needed.Exists(other => other.State is Failed or Skipped);
                rows[index] = row with { Unmet = unmet, State = isDoomed ? Skipped : unmet == 0 ? Ready : Blocked };
                again |= isDoomed;
            }
        }

        return rows;
    }

    private static RunState GivenBack(RunState state) => state with
    {
        Rows = [.. state.Rows.Select(
            row => row.State == Running && state.Alive[row.Node] ? row with { State = Ready, Node = -1, IsBegun = false } : row)],
    };
}
