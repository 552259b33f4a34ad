using ActorMigrate.Control.Status;
using ActorMigrate.Coordinator.Resuming;
using ActorMigrate.Host.Commands;
using ActorMigrate.Host.Nodes;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Host.Composition;

/// <summary>Runs a migration: coordinator and node in one actor system, alone or with workers elsewhere.</summary>
internal sealed class MigrationRunner(TimeProvider time) : IMigrationRunner
{
    /// <inheritdoc />
    public Task<MigrationSummary> RunAsync(RunSettings settings, IProgressSink progress, CancellationToken cancellationToken) =>
        new Incarnation(settings, progress, time).LeadAsync(cancellationToken);
}

/// <summary>Takes part in a migration that another process leads; with <paramref name="wait"/> in
/// the next one, where there is none.</summary>
internal sealed class WorkerRunner(TimeProvider time, bool wait) : IMigrationRunner
{
    /// <inheritdoc />
    public Task<MigrationSummary> RunAsync(RunSettings settings, IProgressSink progress, CancellationToken cancellationToken) =>
        new Incarnation(settings, progress, time).FollowAsync(wait, cancellationToken);
}

/// <summary>Goes on with the migration that the target holds, takes part in it where other nodes go on, and begins one where it holds
/// none.</summary>
internal sealed class BeginOrResumeRunner(TimeProvider time) : IMigrationRunner
{
    /// <inheritdoc />
    public async Task<MigrationSummary> RunAsync(RunSettings settings, IProgressSink progress, CancellationToken cancellationToken)
    {
        await using var target = Databases.Of(settings.Target, Side.Target);
        IMigrationRunner runner = await HasMigrationAsync(target, progress, cancellationToken)
            ? new ResumeRunner(time, LostSnapshot.Refuse)
            : new MigrationRunner(time);
        try
        {
            return await runner.RunAsync(settings, progress, cancellationToken);
        }
        catch (RefusedException refused) when (refused.MayTakePart)
        {
            return await new WorkerRunner(time, wait: false).RunAsync(settings, progress, cancellationToken);
        }
    }

    private async Task<bool> HasMigrationAsync(Database target, IProgressSink progress, CancellationToken cancellationToken)
    {
        await using var silence = SilenceWatch.Begin(time, progress.Notice, target);
        return await Resume.HasMigrationAsync(target, cancellationToken);
    }
}
