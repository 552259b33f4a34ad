namespace ActorMigrate.Migration;

/// <summary>The rows and bytes that a finished task has moved; zero for statements.</summary>
public sealed record TaskResult(long Rows, long Bytes)
{
    /// <summary>The result of a task that moves no rows.</summary>
    public static readonly TaskResult Nothing = new(0, 0);
}
