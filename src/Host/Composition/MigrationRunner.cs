using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Composition;

/// <summary>Runs a migration: coordinator and node in one actor system, alone or with workers elsewhere.</summary>
internal sealed class MigrationRunner(TimeProvider time) : IMigrationRunner
{
    /// <inheritdoc />
    public Task<MigrationSummary> RunAsync(RunSettings settings, IProgressSink progress, CancellationToken cancellationToken) =>
        new Incarnation(settings, progress, time).LeadAsync(cancellationToken);
}

/// <summary>Takes part in a migration that another process leads; with <paramref name="wait"/> in the next one, where there is none.</summary>
internal sealed class WorkerRunner(TimeProvider time, bool wait) : IMigrationRunner
{
    /// <inheritdoc />
    public Task<MigrationSummary> RunAsync(RunSettings settings, IProgressSink progress, CancellationToken cancellationToken) =>
        new Incarnation(settings, progress, time).FollowAsync(wait, cancellationToken);
}
