using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Control;

/// <summary>A task that this node has claimed. <paramref name="Attempts"/> were made before.</summary>
public sealed record ClaimedTask(
    long Id,
    TaskLane Lane,
    string Kind,
    string Name,
    int? Relation,
    string Payload,
    long EstimatedRows,
    long EstimatedBytes,
    int Attempts)
{
    /// <summary>The memory in bytes that it may use in the target; 0 where nothing is said.</summary>
    public long Memory { get; init; }

    /// <summary>The least number among the tasks that are granted with it and done in one
    /// transaction; null for a task that is alone.</summary>
    public long? Lot { get; init; }

    /// <summary>The same for tasks that take one slot together.</summary>
    public long Slot => Lot ?? Id;

    /// <summary>The task as messages speak of it.</summary>
    public TaskLabel Label => new(Id, Lane, Kind, Name, Relation, EstimatedRows, EstimatedBytes);

    /// <summary>A task that a message spoke of; <see cref="BegunAttempt.Payload"/> says what is to be done.</summary>
    public static ClaimedTask Of(TaskLabel label, int attempts, long memory)
    {
        ArgumentNullException.ThrowIfNull(label);
        return new ClaimedTask(
            label.Id, label.Lane, label.Kind, label.Name, label.Relation, "", label.EstimatedRows, label.EstimatedBytes, attempts)
                { Memory = memory };
    }
}

/// <summary>An attempt that has begun, with what earlier attempts committed.</summary>
public sealed record BegunAttempt(AttemptId Id, long Rows, long Bytes, string? Cursor)
{
    /// <summary>Attempts that do not count against the budget: those from before the migration was resumed.</summary>
    public int Before { get; init; }

    /// <summary>The task's payload, as JSON.</summary>
    public string Payload { get; init; } = "";

    /// <summary>The attempt's number within its budget, from 1.</summary>
    public int Tried => Id.Attempt - Before;
}

/// <summary>The state of a task after an attempt failed.</summary>
public enum FailedTask
{
    /// <summary>The state that was decided: the task stays with this node, is failed, or is given back.</summary>
    AsDecided,

    /// <summary>The task failed on this node so often that it was given back for another node to try.</summary>
    LeftToOthers,

    /// <summary>This node does not hold it any more.</summary>
    NotOurs,
}

/// <summary>Does the work of one kind of task. The work ends by completing the attempt in the transaction that holds the work,
/// through <see cref="AttemptLedger.CompleteAsync"/>; errors are thrown as they come and classified by the caller.</summary>
public interface ITaskRunner
{
    /// <summary>Runs one attempt. <paramref name="moved"/> is told rows and bytes as they are written.</summary>
    Task<TaskResult> RunAsync(ClaimedTask task, BegunAttempt attempt, IMoved moved, CancellationToken cancellationToken);
}

/// <summary>Hears of rows and bytes on their way; called from the copying thread, so it must be cheap and must not throw.</summary>
public interface IMoved
{
    /// <summary>So many more rows and bytes were handed to the target; not yet committed.</summary>
    void Add(long rows, long bytes);

    /// <summary>From now on the backend <paramref name="pid"/> of one side works for the attempt.</summary>
    void Uses(Side side, int pid)
    {
    }
}

/// <summary>Another attempt owns the task: nothing was committed, and nothing may be.</summary>
public sealed class FencedException(AttemptId attempt)
    : Exception($"Attempt {attempt} no longer owns its task; its work was rolled back.");

/// <summary>The kinds of tasks that the tool itself makes; finishing tasks carry PostgreSQL's words (primary-key, index, …).</summary>
public static class TaskKinds
{
    /// <summary>A whole table is copied by one task.</summary>
    public const string CopyTable = "copy-table";

    /// <summary>One partition of a large table is copied.</summary>
    public const string CopyPartition = "copy-partition";

    /// <summary>The users' rows of an extension's configuration table are copied.</summary>
    public const string CopyConfiguration = "copy-configuration";

    /// <summary>A batch of large objects is copied.</summary>
    public const string CopyLargeObjects = "copy-large-objects";

    /// <summary>Large objects and their bytes are counted on one side.</summary>
    public const string CountLargeObjects = "count-large-objects";

    /// <summary>A table that was loaded unlogged becomes logged.</summary>
    public const string SetLogged = "set-logged";

    /// <summary>A table's rows are counted on one side.</summary>
    public const string CountRows = "count-rows";
}

/// <summary>Does the work of a lot of quick tasks of one lane in one transaction. The work ends by completing all of them in that
/// transaction, through <see cref="AttemptLedger.CompleteLotAsync"/>; nothing of a lot that fails is committed.</summary>
public interface ILotRunner
{
    /// <summary>Begins an attempt at each of <paramref name="tasks"/>, tells <paramref name="begun"/> which those are, and does them.
    /// Throws <see cref="BrokenLotException"/> where one of them failed.</summary>
    Task<IReadOnlyList<(ClaimedTask Task, TaskResult Result)>> RunAsync(
        IReadOnlyList<ClaimedTask> tasks, Action<IReadOnlyList<BegunAttempt>> begun, IMoved moved, CancellationToken cancellationToken);
}

/// <summary>One task of a lot failed, and its lot with it.</summary>
public sealed class BrokenLotException(long task, Exception cause) : Exception($"Task {task} of a lot failed: {cause.Message}", cause)
{
    /// <summary>The task that failed.</summary>
    public long Task { get; } = task;
}
