namespace ActorMigrate.Control.Plan;

/// <summary>The work of a task, for the node that does it. It becomes JSON only when the task is written to the ledger, so that a plan of
/// many tables does not hold all of its texts twice.</summary>
public abstract record TaskPayload;
