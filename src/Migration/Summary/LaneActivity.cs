namespace ActorMigrate.Migration.Summary;

/// <summary>The work of a node in one lane: for each span the seconds of its attempts in it, which are more than the span has where
/// several ran side by side.</summary>
public sealed record LaneActivity(long Node, string Lane, IReadOnlyList<double> Seconds);
