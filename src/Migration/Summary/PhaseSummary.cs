using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Migration.Summary;

/// <summary>One phase's share of the run; <paramref name="Seconds"/> is wall-clock time between its first and last state.</summary>
public sealed record PhaseSummary(Phase Name, double Seconds);
