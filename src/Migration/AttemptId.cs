namespace ActorMigrate.Migration;

/// <summary>Names one try at a task: the task's number in the ledger and the attempt's, from 1. It
/// fences every write of a result.</summary>
public readonly record struct AttemptId(long Task, int Attempt)
{
    /// <inheritdoc />
    public override string ToString() => $"{Task}.{Attempt}";
}
