namespace ActorMigrate.Migration.Summary;

/// <summary>A node of the timeline: its term in the ledger as its number, null as <paramref name="End"/> while it lives.</summary>
/// <param name="Number">Its number; nodes that started later have a higher one.</param>
/// <param name="Name">Its name; several nodes may have had it, one after the other.</param>
/// <param name="Host">The machine it ran on.</param>
/// <param name="Coordinates">The node holds the coordinator's term.</param>
/// <param name="Removed">The others removed it, because it was silent for too long.</param>
/// <param name="Start">Second of its start.</param>
/// <param name="End">Second at which it left.</param>
/// <param name="Attempts">The number of its attempts.</param>
public sealed record TimelineNode(
    long Number, string Name, string Host, bool Coordinates, bool Removed, double Start, double? End, long Attempts);
