namespace ActorMigrate.Control.Tasks;

/// <summary>One task of a lot failed, and its lot with it.</summary>
public sealed class BrokenLotException(long task, Exception cause) : Exception($"Task {task} of a lot failed: {cause.Message}", cause)
{
    /// <summary>The task that failed.</summary>
    public long Task { get; } = task;
}
