using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using Npgsql;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Copies the users' rows of an extension's configuration table: what CREATE EXTENSION wrote of such rows is deleted first,
/// so that the target has the source's and no others. Rows that are the extension's own stay as they are.</summary>
public sealed class ConfigurationCopy(
    CopySessions sessions, AttemptLedger attempts, TimeProvider time, int bufferBytes, Throttle? throttle = null)
    : RowTransfer(sessions, attempts, time, bufferBytes, throttle)
{
    private protected override async Task<bool> MakeReadyAsync(
        CopySession session, CopyPayload payload, CancellationToken cancellationToken)
    {
        await DeleteAsync(session, payload, cancellationToken);
        return false;
    }

    // Other tables may refer to a row that goes and comes again; no foreign key is to refuse that, or to take them along.
    private static async Task DeleteAsync(CopySession session, CopyPayload payload, CancellationToken cancellationToken)
    {
        const string asBefore =
            "SELECT pg_catalog.set_config('session_replication_role', 'origin', true) WHERE "
                + "pg_catalog.current_setting('session_replication_role') = 'replica'";
        await RowCopy.ActAsReplicaAsync(session, cancellationToken);
        await using var delete = new NpgsqlBatch(session.Target)
        {
            BatchCommands = { new NpgsqlBatchCommand(CopyStatement.DeleteConfiguration(payload)), new NpgsqlBatchCommand(asBefore) },
        };
        await delete.ExecuteNonQueryAsync(cancellationToken);
    }
}
