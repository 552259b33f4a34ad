using ActorMigrate.Control;
using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Coordinator.Membership;

/// <summary>The target holds the migration no more: it succeeded, or its ledger was dropped.</summary>
public sealed record LedgerGone
{
    /// <summary>Whether <paramref name="failure"/> says so: a node that wakes when everything is over may hear it from its tasks first.</summary>
    public static bool IsToldBy(Failure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName
            && failure.Message.Contains(ControlSchema.Name, StringComparison.Ordinal);
    }
}
