namespace ActorMigrate.Control.Status;

/// <summary>The number of tasks in each state.</summary>
public sealed record TaskTotals(long Blocked, long Ready, long Running, long Done, long Failed, long Skipped);
