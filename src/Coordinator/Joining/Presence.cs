using ActorMigrate.Control;
using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator.Joining;

/// <summary>A node's place in a migration, from which it may take its leave.</summary>
public sealed record Presence(MigrationId Migration, NodeId Node, string Source, string Target, LedgerSession Ledger, TimeProvider Time)
{
    private readonly long since = Time.GetTimestamp();

    /// <summary>When it took its place, by local time; for its summary only.</summary>
    public DateTimeOffset StartedAt { get; } = Time.GetUtcNow();

    /// <summary>Since then.</summary>
    public TimeSpan Elapsed => Time.GetElapsedTime(since);
}
