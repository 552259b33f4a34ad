using ActorMigrate.Control;
using ActorMigrate.Control.Status;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Host.Composition;

/// <summary>Reads the ledger and the source's side of the snapshot, on a session of its own each.</summary>
internal sealed class StatusReader(TimeProvider time, Action<string> tell) : IStatusReader
{
    /// <inheritdoc />
    public async Task<MigrationStatus?> ReadAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            var status = await AtTargetAsync(settings.Target, cancellationToken);
            return status is null || settings.Source.Reveal().Length == 0
                ? status
                : status with { SourceSide = await AtSourceAsync(settings.Source, cancellationToken) };
        }
        catch (PostgresException gone) when (ControlSchema.IsMissing(gone))
        {
            return null;
        }
        catch (Exception error) when (error is NpgsqlException or IOException or TimeoutException)
        {
            var failure = SqlStates.Classify(error);
            throw new RefusedException(failure.Message, failure.Remedy ?? "Fix the cause and run it again.", error);
        }
    }

    private async Task<MigrationStatus?> AtTargetAsync(ConnectionText text, CancellationToken cancellationToken)
    {
        await using var target = Databases.Of(text, Side.Target);
        await using var silence = SilenceWatch.Begin(time, tell, target);
        await using var session = await target.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        return await StatusLedger.ReadAsync(session, cancellationToken);
    }

    private async Task<SourceStatus> AtSourceAsync(ConnectionText text, CancellationToken cancellationToken)
    {
        await using var source = Databases.Of(text, Side.Source);
        await using var silence = SilenceWatch.Begin(time, tell, source);
        await using var session = await source.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        return await StatusLedger.SourceAsync(session, cancellationToken);
    }
}
