namespace ActorMigrate.Control.Status;

/// <summary>One attempt that is under way. <paramref name="BlockedBy"/> are backends of the target that hold a lock it waits for.</summary>
public sealed record RunningStatus(
    long Task, int Attempt, string Kind, string Name, string? Node, double Seconds, long Rows, long Bytes, string? WaitsFor,
    IReadOnlyList<int> BlockedBy, string? LastError);
