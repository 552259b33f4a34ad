namespace ActorMigrate.Migration.Summary;

/// <summary>One try at a task.</summary>
/// <param name="Task">The task's number.</param>
/// <param name="Attempt">The attempt's number, from 1.</param>
/// <param name="Kind">The task's kind.</param>
/// <param name="Name">The object that the task is about.</param>
/// <param name="Lane">The task's lane.</param>
/// <param name="Node">The number of its node, or null where the ledger does not know it.</param>
/// <param name="Start">Second of its start.</param>
/// <param name="End">Second of its end; the last second of the timeline where it has not ended.</param>
/// <param name="Outcome">done, failed, released, lost or running.</param>
/// <param name="Rows">Rows that it committed.</param>
/// <param name="Bytes">Bytes of them.</param>
/// <param name="SqlState">PostgreSQL's code of its error, or null.</param>
/// <param name="Error">The beginning of its error, or null.</param>
public sealed record TimelineAttempt(
    long Task, int Attempt, string Kind, string Name, string Lane, long? Node, double Start, double End, string Outcome,
    long Rows, long Bytes,
    string? SqlState, string? Error);
