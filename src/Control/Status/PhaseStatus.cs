namespace ActorMigrate.Control.Status;

/// <summary>One phase, and its seconds so far.</summary>
public sealed record PhaseStatus(string Name, double Seconds, bool Current);
