using ActorMigrate.Control;
using ActorMigrate.Control.Status;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Host.Composition;

/// <summary>Looks at the ledger of the target that the settings name.</summary>
internal sealed class MigrationWatch(ConnectionText target) : IMigrationWatch
{
    private readonly Database database = Databases.Of(target, Side.Target);
    private readonly SemaphoreSlim gate = new(1, 1);
    private LedgerSession? session;

    /// <inheritdoc />
    public Task<WatchedStatus?> StatusAsync(CancellationToken cancellationToken) => LookAsync(
        async (open, bounded) =>
        {
            if (await StatusLedger.ReadAsync(open, bounded) is not { } status)
                return null;
            var totals = await DetailLedger.TotalsAsync(open, status.Id, bounded);
            var troubles = totals.Unsuccessful == 0 ? [] : await DetailLedger.TroublesAsync(open, status.Id, bounded);
            return (WatchedStatus?)new WatchedStatus(status, totals, troubles);
        },
        null, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<TableDetail>> TablesAsync(Guid migration, CancellationToken cancellationToken) =>
        LookAsync((open, bounded) => DetailLedger.TablesAsync(open, migration, bounded), [], cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<TaskDetail>> TasksAsync(Guid migration, int relation, CancellationToken cancellationToken) =>
        LookAsync((open, bounded) => DetailLedger.TasksAsync(open, migration, relation, bounded), [], cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<RatePoint>> HistoryAsync(Guid migration, CancellationToken cancellationToken) =>
        UseAsync<IReadOnlyList<RatePoint>>(
        async ledger =>
        {
            if (await TimelineLedger.ReadAsync(ledger, new MigrationId(migration), cancellationToken) is not { } timeline)
                return [];
            return [.. timeline.Samples.Select((sample, i) => new RatePoint(
                (i + 0.5) * timeline.SampleSeconds, sample.Bytes / timeline.SampleSeconds, sample.Rows / timeline.SampleSeconds))];
        },
        [], cancellationToken);

    /// <inheritdoc />
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var ping = await database.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        }
        catch (Exception error) when (IsAway(error))
        {
            throw Refused(error);
        }
    }

    /// <inheritdoc />
    public async Task RestAsync()
    {
        await gate.WaitAsync();
        try
        {
            if (session is { } old)
                await old.DisposeAsync();
            session = null;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await RestAsync();
        await database.DisposeAsync();
        gate.Dispose();
    }

    private Task<T> LookAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> look, T missing, CancellationToken cancellationToken) =>
        UseAsync(ledger => ledger.UseAsync(look, cancellationToken), missing, cancellationToken);

    /// <summary>Looks into the ledger; one that is gone, as it is after success, gives <paramref name="missing"/>.</summary>
    private async Task<T> UseAsync<T>(Func<LedgerSession, Task<T>> look, T missing, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await look(session ??= new LedgerSession(database, SessionPurpose.Preflight));
        }
        catch (PostgresException gone) when (ControlSchema.IsMissing(gone))
        {
            return missing;
        }
        catch (Exception error) when (IsAway(error))
        {
            throw Refused(error);
        }
        finally
        {
            gate.Release();
        }
    }

    private static bool IsAway(Exception error) => error is NpgsqlException or IOException or TimeoutException;

    private static RefusedException Refused(Exception error)
    {
        var failure = SqlStates.Classify(error);
        return new RefusedException(
            failure.Message, failure.Remedy ?? "Fix the cause; the dashboard reads the ledger again by itself.", error);
    }
}
