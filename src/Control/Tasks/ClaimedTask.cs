using ActorMigrate.Migration;

namespace ActorMigrate.Control.Tasks;

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

    /// <summary>Returns a task that a message spoke of; <see cref="BegunAttempt.Payload"/> says what is to be done.</summary>
    public static ClaimedTask Of(TaskLabel label, int attempts, long memory)
    {
        ArgumentNullException.ThrowIfNull(label);
        return new ClaimedTask(
            label.Id, label.Lane, label.Kind, label.Name, label.Relation, "", label.EstimatedRows, label.EstimatedBytes, attempts)
                { Memory = memory };
    }
}
