namespace ActorMigrate.Control.Plan;

/// <summary>One side's count of large objects and their bytes.</summary>
public sealed record CountLargeObjectsPayload(bool InSource) : TaskPayload;
