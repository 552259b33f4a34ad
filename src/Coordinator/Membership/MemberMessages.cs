using ActorMigrate.Control;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Coordinator.Membership;

/// <summary>What a member needs to know of itself.</summary>
public sealed record MemberSeat(MigrationId Migration, NodeId Node, Database Source, Database Target, NodeOptions Options, TimeProvider Time);

/// <summary>A heartbeat was taken; this is what the ledger says now. <paramref name="SentAt"/> is this node's time stamp of the beat: the
/// answer may have waited for a process that was paused.</summary>
public sealed record MemberSaw(Pulse Pulse, long SentAt);

/// <summary>The coordinator has left, or is dead: whoever can may take its place. <paramref name="LastBeat"/> is the last beat of a dead
/// one's heart, null for one that has left.</summary>
public sealed record CoordinatorGone(CoordinatorTerm Former, DateTime? LastBeat);

/// <summary>Others took this node for dead; it holds nothing any more and may come back only under a new id.</summary>
public sealed record MemberLost(Pulse Pulse);

/// <summary>The target holds the migration no more: it succeeded, or its ledger was dropped.</summary>
public sealed record LedgerGone
{
    /// <summary>A node that wakes when everything is over may hear of it from its tasks before it hears of it from its heart.</summary>
    public static bool IsToldBy(Failure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName
            && failure.Message.Contains(ControlSchema.Name, StringComparison.Ordinal);
    }
}

/// <summary>This process does not count as the node any more that it was; it may take part again as another.</summary>
public sealed class NodeLostException()
    : Exception("The other nodes took this one for dead: its heart did not beat for longer than its lease.");
