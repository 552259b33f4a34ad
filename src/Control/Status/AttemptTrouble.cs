namespace ActorMigrate.Control.Status;

/// <summary>One attempt that failed, or was lost with its node.</summary>
public sealed record AttemptTrouble(
    DateTime? At, string Kind, string Name, int Attempt, string? Node, string Outcome, string? SqlState, string? Error);
