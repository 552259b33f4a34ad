using ActorMigrate.Faults.Tests.Ledger;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Faults.Tests.Phases;

/// <summary>The pure policies, put together to whole runs, in every order of events that small runs can take; and the same look finds a
/// policy that is wrong.</summary>
public sealed class RunModelTests
{
    private static readonly RunWorld Deaths = new(Nodes: 3) { Kills = 2 };
    private static readonly RunWorld Splits = new(Nodes: 2) { Splits = 2, Kills = 1 };
    private static readonly RunWorld Crashes = new(Nodes: 1) { Crashes = 2, Stops = 1 };
    private static readonly RunWorld Stops = new(Nodes: 1) { Stops = 1, Failures = 3 };

    public static TheoryData<string> Worlds => [.. AllWorlds.Keys];

    public static TheoryData<string> Mutants => [.. AllMutants.Keys];

    private static Dictionary<string, RunWorld> AllWorlds { get; } = new()
    {
        ["three nodes of which two die"] = Deaths,
        ["two nodes that split, of which one dies"] = Splits,
        ["a node that fails, is stopped and resumes"] = Stops,
        ["a target that crashes twice"] = Crashes,
        ["two nodes with some of each"] = new(Nodes: 2) { Kills = 1, Failures = 1, Stops = 1, Splits = 1 },
    };

    private static Dictionary<string, (RunWorld World, RunPolicies Policies)> AllMutants { get; } = new()
    {
        ["a late look at another phase counts"] = (Deaths, new() { EntersOnlyWhatIsReached = false, Decide = (state, happened) =>
            PhaseMachine.Decide(state, happened is PhaseEvent.TasksSeen seen ? seen with { Phase = state.Phase } : happened) }),
        ["a late word of another phase's work counts"] = (Deaths, new() { Decide = (state, happened) =>
            PhaseMachine.Decide(state, happened is PhaseEvent.WorkDone ? new PhaseEvent.WorkDone(state.Phase) : happened) }),
        ["a phase does not wait for its tasks"] = (Deaths, new() { EntersOnlyWhatIsReached = false, Decide = (state, happened) =>
            PhaseMachine.Decide(state, happened is PhaseEvent.TasksSeen seen ? seen with { AreOutstanding = false } : happened) }),
        ["a phase waits for nothing but copies"] = (Deaths, new()
            { EntersOnlyWhatIsReached = false,
                Decide = (state, happened) => PhaseMachine.Decide(state, happened is PhaseEvent.TasksSeen seen
                    ? seen with { AreOutstanding = seen.AreOutstanding && seen.Phase == Phase.TransferData }
                    : happened) }),
        ["the snapshot is released on entering the transfer"] = (Deaths, new()
            { Decide = WithCommands((state, commands) => state is { Phase: Phase.TransferData, Step: PhaseStep.Working }
                ? [.. commands, new PhaseCommand.ReleaseSnapshot()]
                : commands) }),
        ["the snapshot is never released"] = (Deaths, new()
            { Decide = WithCommands((_, commands) => [.. commands.Where(command => command is not PhaseCommand.ReleaseSnapshot)]) }),
        ["the snapshot is released before the next phase is entered"] = (Crashes, new()
            { Decide = WithCommands((_, commands) => [.. commands.OrderBy(command => command is PhaseCommand.ReleaseSnapshot ? 0 : 1)]) }),
        ["a phase is entered on an old look"] = (Crashes, new() { EntersOnlyWhatIsReached = false }),
        ["a run that is stopped seems to have ended"] = (Stops, new() { Decide = WithCommands(
            (_, commands) => [.. commands.Select(command => command is PhaseCommand.End end ? end with { Stopped = false } : command)]) }),
        ["a phase is left out"] = (Deaths, new()
            { Decide = (state, happened) =>
                PhaseMachine.Decide(
                    state with
                        { Phase = state is { Phase: Phase.CreateTargetTables, Step: PhaseStep.Waiting } && happened is PhaseEvent.TasksSeen
                            ? Phase.PrepareTransfers
                            : state.Phase }, happened is PhaseEvent.TasksSeen seen && seen.Phase == Phase.CreateTargetTables
                                ? seen with { Phase = Phase.PrepareTransfers }
                                : happened) }),
        ["a run goes on where it stood, whatever is open again"] = (Stops, new()
            { GoOn = (recorded, _, planned) => ResumePoint.Of(recorded, null, planned) }),
        ["a run goes on at the phase after"] = (Deaths, new()
            { GoOn = (recorded, earliest, planned) => ResumePoint.Of(recorded, earliest, planned) + 1 }),
        ["a task is tried for ever"] = (Stops, new() { Retry = (_, _, _) => RetryDecision.Retry }),
        ["a task is tried once too often"] = (Stops, new()
            { Retry = (failure, attempt, options) => RetryPolicy.Decide(failure, attempt - 1, options) }),
        ["halves overlap"] = (Splits, new() { Halve = Moved(1) }),
        ["halves leave a page out"] = (Splits, new() { Halve = Moved(-1) }),
        ["the second half is needed by nobody"] = (Splits, new() { HalvesAreBothNeeded = false }),
        ["claims do not wait for their phase"] = (Deaths, new() { ClaimsWaitForTheirPhase = false }),
        ["deaths are not counted"] = (Deaths, new() { CountsAdoptions = false }),
        ["what needs a failed task waits for ever"] = (Stops, new() { SkipsDependants = false }),
    };

    [Theory]
    [MemberData(nameof(Worlds))]
    public void Nothing_goes_wrong(string world)
    {
        var explored = Explore(AllWorlds[world], new RunPolicies());

        Assert.True(explored.Found is null, explored.Found?.ToString());
        // Far fewer states would mean that hardly anything is possible.
        Assert.True(explored.States > 100, $"{explored.States} states");
    }

    [Theory]
    [MemberData(nameof(Mutants))]
    public void A_policy_that_is_wrong_is_found_by_one_of_the_shortest_ways(string mutant)
    {
        var explored = Explore(AllMutants[mutant].World, AllMutants[mutant].Policies);

        Assert.True(explored.Found is not null, $"nothing found in {explored.States} states");
        Assert.InRange(explored.Found.Steps.Count, 1, 30);
    }

    private static Explored Explore(RunWorld world, RunPolicies policies)
    {
        var model = new RunModel(world, policies);
        return Explorer.Explore<RunState, RunStep>(
            model.Start(), model.Next, state => state.Key(), (_, _, after) => RunInvariant.Violation(after),
            new RunEnding(policies).Violation);
    }

    private static Func<PhaseState, PhaseEvent, (PhaseState, IReadOnlyList<PhaseCommand>)> WithCommands(
        Func<PhaseState, IReadOnlyList<PhaseCommand>, IReadOnlyList<PhaseCommand>> change) => (state, happened) =>
    {
        var (next, commands) = PhaseMachine.Decide(state, happened);
        return (next, change(next, commands));
    };

    private static Func<Partition, TableFacts, (Partition, Partition)?> Moved(int pages) => (whole, table) =>
        PartitionSplit.Halve(whole, table) is var (first, second) && first.Predicate is RowPredicate.CtidRange range
            ? (first with { Predicate = range with { ToPage = range.ToPage + pages } }, second)
            : null;
}
