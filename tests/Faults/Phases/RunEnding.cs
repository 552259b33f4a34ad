namespace ActorMigrate.Faults.Tests.Phases;

/// <summary>Whether a run still comes to an end when nothing more goes wrong. Remembers every state from which it does.</summary>
internal sealed class RunEnding(RunPolicies policies)
{
    private static readonly RunStepKind[] Onward =
    [
        RunStepKind.TakeOver, RunStepKind.Reap, RunStepKind.NodesStopped, RunStepKind.Done, RunStepKind.Begin, RunStepKind.Claim,
        RunStepKind.PlanCopies, RunStepKind.HearClosed, RunStepKind.HearWork, RunStepKind.Look,
    ];

    private readonly HashSet<string> ending = new(StringComparer.Ordinal);

    /// <summary>Why it comes to no end: by itself, while a node lives; or, when all are gone, with one that comes and resumes it. Null when
    /// it does.</summary>
    public string? Violation(RunState state)
    {
        var quiet = state with { Left = new RunWorld(state.Alive.Length), LateWork = null, LateLook = null };
        return (Array.Exists(state.Alive, alive => alive) ? WithoutEnd(quiet) : null)
            ?? (state.End == RunEnd.Ended ? null : WithoutEnd(new RunCoordination(policies).Resume(quiet with { Alive = [true] }, 0)));
    }

    private string? WithoutEnd(RunState state)
    {
        var model = new RunModel(state.Left, policies);
        var way = new HashSet<string>(StringComparer.Ordinal);
        var now = state;
        while (now.End == RunEnd.None && !ending.Contains(now.Key()))
        {
            if (RunInvariant.Violation(now) is { } wrong)
                return wrong;
            if (!way.Add(now.Key()) || Advance(model, now) is not { } next)
                return $"no end is reached from {string.Join(", ", now.Rows)} in {now.Machine}";
            now = next;
        }

        ending.UnionWith(way);
        return RunInvariant.Violation(now);
    }

    private static RunState? Advance(RunModel model, RunState state)
    {
        foreach (var kind in Onward)
        {
            for (var node = 0; node < state.Alive.Length; node++)
            {
                for (var row = 0; row < state.Rows.Length; row++)
                {
                    if (model.Apply(state, new RunStep(kind, node, row)) is { } next)
                        return next;
                }
            }
        }

        return null;
    }
}
