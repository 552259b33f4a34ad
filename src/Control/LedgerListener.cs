using ActorMigrate.Postgres;

namespace ActorMigrate.Control;

/// <summary>Waits for the ledger's notifications on a session of its own. A notification only says "look again": one that is lost,
/// and a session that is, cost no more than a poll interval of the one who listens.</summary>
public sealed class LedgerListener(Database target, TimeProvider time, TimeSpan reopenAfter)
{
    /// <summary>Calls <paramref name="changed"/> once per batch of notifications until cancelled; reopens its session when it breaks.</summary>
    public async Task ListenAsync(Action changed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changed);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ListenOnceAsync(changed, cancellationToken);
            }
            catch (Exception broken) when (broken is Npgsql.NpgsqlException or IOException or Migration.RefusedException && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(reopenAfter, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ListenOnceAsync(Action changed, CancellationToken cancellationToken)
    {
        await using var connection = await target.OpenAsync(SessionPurpose.Listen, cancellationToken);
        await using (var listen = new Npgsql.NpgsqlCommand("LISTEN actormigrate", connection))
            await listen.ExecuteNonQueryAsync(cancellationToken);
        changed();
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
            changed();
        }
    }
}
