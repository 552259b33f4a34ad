using ActorMigrate.Migration;
using Akka.Actor;

namespace ActorMigrate.Transfer.Actors;

/// <summary>Stop working and give back every task that is not done. Answered with <see cref="NodeStopped"/>.</summary>
public sealed record StopNode
{
    /// <summary>The one instance.</summary>
    public static readonly StopNode Instance = new();
}

/// <summary>The node works on nothing any more. <paramref name="Released"/> tasks were given back;
/// null when the ledger could not be told.</summary>
public sealed record NodeStopped(int? Released);

/// <summary>The node met a failure after which it takes no more work; told to its parent.</summary>
public sealed record NodeBroke(Failure Failure);

/// <summary>The node is drained and works on nothing; told to its parent, again and again until it is stopped.</summary>
public sealed record NodeDrained
{
    /// <summary>The one instance.</summary>
    public static readonly NodeDrained Instance = new();
}

/// <summary>The ledger has taken a heartbeat of this node.</summary>
public sealed record LedgerAnswered
{
    /// <summary>The one instance.</summary>
    public static readonly LedgerAnswered Instance = new();
}

/// <summary>Stops the work of one task at once; the ledger still says that the node holds it. Also what a shard sends its entities when it
/// is handed off.</summary>
public sealed record StopWork
{
    /// <summary>The one instance.</summary>
    public static readonly StopWork Instance = new();
}

/// <summary>An entity has begun to work on a task, or on a lot of them.</summary>
internal sealed record TasksHeld(IReadOnlyList<TaskLabel> Tasks, IActorRef Entity);

/// <summary>An entity no longer works on its task or lot. Null <paramref name="End"/>: its supervisor ended before the task did.</summary>
internal sealed record TasksOver(IReadOnlyList<TaskLabel> Tasks, TaskEnd? End);

/// <summary>The end of an ordered task on this node.</summary>
internal abstract record TaskEnd
{
    private TaskEnd()
    {
    }

    /// <summary>The task is done or has failed, and the ledger has recorded that.</summary>
    public sealed record Settled : TaskEnd;

    /// <summary>The task belongs to another node or will be granted to one; nothing of this attempt was committed.</summary>
    public sealed record Fenced : TaskEnd;

    /// <summary>The task ended with a fatal failure, and the ledger has recorded that.</summary>
    public sealed record Broke(Failure Failure) : TaskEnd;
}
