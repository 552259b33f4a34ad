using ActorMigrate.Control;
using Npgsql;

namespace ActorMigrate.Coordinator.Membership;

/// <summary>The target holds the migration no more: it succeeded, or its ledger was dropped.</summary>
public sealed record LedgerGone
{
    /// <summary>Returns true when <paramref name="failure"/> comes of a ledger that was dropped. The tasks of a node that wakes after the
    /// end may meet it before the heartbeat does.</summary>
    public static bool IsToldBy(Failure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName
            && failure.Message.Contains(ControlSchema.Name, StringComparison.Ordinal);
    }
}
