using ActorMigrate.Migration.Phases;
using static ActorMigrate.Faults.Tests.Ledger.RowState;

namespace ActorMigrate.Faults.Tests.Phases;

/// <summary>The invariants of certain steps of a run, and of every state.</summary>
internal static class RunInvariant
{
    /// <summary>No attempt begins before what it rests on is in.</summary>
    public static string? OfBeginning(RunState state, RunRow row) => row.Part switch
    {
        RunPart.Copy when state.Rows[0].State != Done => "a copy begins before its table is made",
        RunPart.Copy when !state.HasSnapshot => "a copy begins without the snapshot",
        RunPart.Key when !IsCopied(state) => "a key is made before every page is copied",
        RunPart.Count when state.AreOutstanding(Phase.TransferData) => "rows are counted before they are all there",
        _ => null,
    };

    /// <summary>A phase is entered when what the ones before it wait for is settled.</summary>
    public static string? OfEntering(RunState state, Phase phase) =>
        phase > Phase.PrepareTransfers && !state.IsPlanned ? $"{phase} is entered, and no copies are planned"
        : state.Rows.Any(row => row.AwaitedIn < phase && !row.IsSettled) ? $"{phase} is entered, and an earlier phase has work left"
        : null;

    /// <summary>The snapshot is released when nothing reads any more, or when the run ends.</summary>
    public static string? OfReleasing(RunState state) =>
        state.Machine.Step != PhaseStep.Ended && (!state.IsPlanned || state.Rows.Any(row => row.Part == RunPart.Copy && !row.IsSettled))
            ? "the snapshot is released while copies are open" : null;

    /// <summary>A run that was not stopped has nothing left, and no run keeps the snapshot.</summary>
    public static string? OfEnding(RunState state, bool stopped) =>
        !stopped && state.Rows.Any(row => !row.IsSettled) ? "the run ends, and has work left"
        : state.HasSnapshot ? "the run ends, and keeps the snapshot"
        : null;

    /// <summary>Returns the fault of a state, or null.</summary>
    public static string? Violation(RunState state)
    {
        if (state.Broken is not null)
            return state.Broken;
        var pages = Enumerable.Range(0, RunWorld.Pages)
            .Select(page => state.Rows.Count(row => row.Part == RunPart.Copy && row.FromPage <= page && page < row.ToPage));
        if (state.IsPlanned && pages.Any(copies => copies != 1))
            return "not every page is in just one partition";
        foreach (var row in state.Rows)
        {
            if (row.Deaths >= RunWorld.Most && (row.State is Ready or Running))
                return $"{row} has killed {row.Deaths} nodes and waits for more";
            if (row.Attempts > RunWorld.Most + row.Deaths)
                return $"{row} is tried {row.Attempts} times";
        }

        return null;
    }

    private static bool IsCopied(RunState state) =>
        Enumerable.Range(0, RunWorld.Pages)
            .All(page => state.Rows.Any(row => row is { Part: RunPart.Copy, State: Done } && row.FromPage <= page && page < row.ToPage));
}
