using ActorMigrate.Control;
using ActorMigrate.Migration;

namespace ActorMigrate.Transfer;

/// <summary>What a node publishes on the event stream of its actor system, for whoever shows progress.</summary>
public abstract record NodeEvent(ClaimedTask Task)
{
    /// <summary>An attempt has begun.</summary>
    public sealed record Started(ClaimedTask Task, AttemptId Attempt) : NodeEvent(Task);

    /// <summary>Rows and bytes that the running attempt has handed to the target so far, with those that earlier attempts committed.</summary>
    public sealed record Progressed(ClaimedTask Task, AttemptId Attempt, long Rows, long Bytes) : NodeEvent(Task);

    /// <summary>The running attempt has not come forward for some time; <paramref name="Words"/> say what it waits for, and who is in its way.</summary>
    public sealed record StandsStill(ClaimedTask Task, AttemptId Attempt, TimeSpan Idle, string Words) : NodeEvent(Task);

    /// <summary>An attempt failed; the task's supervisor starts another after a backoff.</summary>
    public sealed record Retrying(ClaimedTask Task, AttemptId Attempt, Failure Failure) : NodeEvent(Task);

    /// <summary>The task is done.</summary>
    public sealed record Completed(ClaimedTask Task, TaskResult Result) : NodeEvent(Task);

    /// <summary>The task is failed: its failure is permanent, or its attempts are used up.</summary>
    public sealed record Failed(ClaimedTask Task, Failure Failure) : NodeEvent(Task);
}
