using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Faults.Tests.Phases;

/// <summary>The pure policies that the model of a run asks: the product's own, or one that a test has spoilt.</summary>
internal sealed record RunPolicies
{
    /// <summary>Which phase comes when.</summary>
    public Func<PhaseState, PhaseEvent, (PhaseState State, IReadOnlyList<PhaseCommand> Commands)> Decide { get; init; } =
        PhaseMachine.Decide;

    /// <summary>In which phase a run goes on.</summary>
    public Func<Phase, Phase?, bool, Phase> GoOn { get; init; } = ResumePoint.Of;

    /// <summary>Returns the decision on a failed attempt.</summary>
    public Func<Failure, int, RetryOptions, RetryDecision> Retry { get; init; } = RetryPolicy.Decide;

    /// <summary>The halves of a partition.</summary>
    public Func<Partition, TableFacts, (Partition First, Partition Second)?> Halve { get; init; } = PartitionSplit.Halve;

    /// <summary>A task is claimed only when its phase has come.</summary>
    public bool ClaimsWaitForTheirPhase { get; init; } = true;

    /// <summary>A task that needs a partition needs both of its halves.</summary>
    public bool HalvesAreBothNeeded { get; init; } = true;

    /// <summary>A node that dies under a task is counted.</summary>
    public bool CountsAdoptions { get; init; } = true;

    /// <summary>A phase is entered, and a run closed, only while nothing before it is open.</summary>
    public bool EntersOnlyWhatIsReached { get; init; } = true;

    /// <summary>A task is skipped with what it needs.</summary>
    public bool SkipsDependants { get; init; } = true;
}

/// <summary>The size of the run that is explored: its nodes, and how often each thing may go wrong.</summary>
internal sealed record RunWorld(int Nodes)
{
    /// <summary>The table has so many pages, in one partition at first.</summary>
    public const int Pages = 4;

    /// <summary>A task is failed after so many attempts, and after so many nodes that died under it.</summary>
    public const int Most = 2;

    /// <summary>The number of times that the target's server may crash.</summary>
    public int Crashes { get; init; }

    /// <summary>Nodes that may be killed.</summary>
    public int Kills { get; init; }

    /// <summary>Attempts that may fail.</summary>
    public int Failures { get; init; }

    /// <summary>The number of times that somebody stops the run, and resumes it.</summary>
    public int Stops { get; init; }

    /// <summary>The number of times that a partition is split.</summary>
    public int Splits { get; init; }
}
