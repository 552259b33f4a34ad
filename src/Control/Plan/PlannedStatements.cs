namespace ActorMigrate.Control.Plan;

/// <summary>A task that runs statements, as it was planned.</summary>
public sealed record PlannedStatements(long Task, string Kind, string Name, StatementPayload Payload);
