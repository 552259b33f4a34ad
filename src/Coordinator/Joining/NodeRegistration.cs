using ActorMigrate.Control;
using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator.Joining;

/// <summary>A registered node: all that is needed to end its row and sum up its part.</summary>
public sealed record NodeRegistration(
    MigrationId Migration, NodeId Node, string Source, string Target, LedgerSession Ledger, TimeProvider Time)
{
    /// <inheritdoc cref="RunRequest.WantsTimeline"/>
    public bool WantsTimeline { get; init; }

    private readonly long since = Time.GetTimestamp();

    /// <summary>The time of its registration by local time, for its summary only.</summary>
    public DateTimeOffset StartedAt { get; } = Time.GetUtcNow();

    /// <summary>The time since its registration.</summary>
    public TimeSpan Elapsed => Time.GetElapsedTime(since);
}
