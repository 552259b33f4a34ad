using ActorMigrate.Migration;

namespace ActorMigrate.Control.Tasks;

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
