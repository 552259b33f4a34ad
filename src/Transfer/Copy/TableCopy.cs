using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using Npgsql;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Copies a whole table: TRUNCATE, COPY with FREEZE and the ledger's row in one transaction (manual, section 14.4).
/// A table that is the target's own is empty and stays as it is.</summary>
public sealed class TableCopy(CopySessions sessions, AttemptLedger attempts, TimeProvider time, int bufferBytes, Throttle? throttle = null)
    : RowTransfer(sessions, attempts, time, bufferBytes, throttle)
{
    private protected override async Task<bool> MakeReadyAsync(
        CopySession session, CopyPayload payload, CancellationToken cancellationToken)
    {
        if (payload.IntoOwn)
            return false;
        await using var truncate = new NpgsqlCommand(CopyStatement.Truncate([payload]), session.Target);
        await truncate.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }
}
