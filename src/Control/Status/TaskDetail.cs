namespace ActorMigrate.Control.Status;

/// <summary>One task of a table.</summary>
public sealed record TaskDetail(
    long Task, string Kind, string Name, string Lane, string State, int Attempt, string? Node, long EstimatedRows, long EstimatedBytes,
    long Rows, long Bytes, double Seconds, string? SqlState, string? Error, string? Remedy);
