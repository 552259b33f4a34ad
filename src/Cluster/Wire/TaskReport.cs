using ActorMigrate.Migration;

namespace ActorMigrate.Cluster.Wire;

/// <summary>News of a task, from the node that works on it: published on its own event stream and sent to the coordinator, which publishes
/// what other nodes report. A report proves nothing; the ledger says what is done.</summary>
public abstract record TaskReport(NodeId Node, TaskLabel Task) : IWireMessage
{
    /// <summary>An attempt has begun.</summary>
    public sealed record Started(NodeId Node, TaskLabel Task, AttemptId Attempt) : TaskReport(Node, Task);

    /// <summary>Rows and bytes that the running attempt has handed to the target so far, with those
    /// that earlier attempts committed.</summary>
    public sealed record Progressed(NodeId Node, TaskLabel Task, AttemptId Attempt, long Rows, long Bytes) : TaskReport(Node, Task);

    /// <summary>The running attempt has made no progress for some time; <paramref name="Words"/> say what it waits for, and which session
    /// is in its way.</summary>
    public sealed record StandsStill(NodeId Node, TaskLabel Task, AttemptId Attempt, TimeSpan Idle, string Words) : TaskReport(Node, Task);

    /// <summary>An attempt failed; the task's supervisor starts another after a backoff.</summary>
    public sealed record Retrying(NodeId Node, TaskLabel Task, AttemptId Attempt, Failure Failure) : TaskReport(Node, Task);

    /// <summary>The task is done.</summary>
    public sealed record Completed(NodeId Node, TaskLabel Task, TaskResult Result) : TaskReport(Node, Task);

    /// <summary>The task has failed: its failure is permanent, or its attempts are used up.</summary>
    public sealed record Failed(NodeId Node, TaskLabel Task, Failure Failure) : TaskReport(Node, Task);

    /// <summary>The node does not work on the task any more, and another attempt or node may: it was released, or fenced.</summary>
    public sealed record Released(NodeId Node, TaskLabel Task) : TaskReport(Node, Task);
}
