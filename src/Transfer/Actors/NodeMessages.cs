using ActorMigrate.Control;
using ActorMigrate.Migration;

namespace ActorMigrate.Transfer.Actors;

/// <summary>The ledger may have changed: claim what is free.</summary>
public sealed record LookAgain
{
    /// <summary>The one instance.</summary>
    public static readonly LookAgain Instance = new();
}

/// <summary>Stop working and give back every task that is not done. Answered with <see cref="NodeStopped"/>.</summary>
public sealed record StopNode
{
    /// <summary>The one instance.</summary>
    public static readonly StopNode Instance = new();
}

/// <summary>The node works on nothing any more. <paramref name="Released"/> tasks were given back; null when the ledger could not be told.</summary>
public sealed record NodeStopped(int? Released);

/// <summary>How a claimed task ended on this node.</summary>
internal abstract record TaskEnd(ClaimedTask Task)
{
    public sealed record Completed(ClaimedTask Task, TaskResult Result) : TaskEnd(Task);

    public sealed record Failed(ClaimedTask Task, Failure Failure) : TaskEnd(Task);

    /// <summary>It is another's, or to be another's; nothing of ours was committed.</summary>
    public sealed record Fenced(ClaimedTask Task) : TaskEnd(Task);

    /// <summary>A failure that nothing can go on after; the ledger knows it.</summary>
    public sealed record Broke(ClaimedTask Task, Failure Failure) : TaskEnd(Task);
}
