using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Copies one partition of a table: its rows and the ledger's row in one transaction. The table was empty before its first
/// partition, and a partition that did not commit left nothing, so no partition needs to clean up.</summary>
public sealed class PartitionCopy(
    CopySessions sessions, AttemptLedger attempts, TimeProvider time, int bufferBytes, Throttle? throttle = null)
    : RowTransfer(sessions, attempts, time, bufferBytes, throttle)
{
    private protected override Task<bool> MakeReadyAsync(CopySession session, CopyPayload payload, CancellationToken cancellationToken) =>
        Task.FromResult(false);
}
