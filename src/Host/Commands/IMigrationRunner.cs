using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Commands;

/// <summary>Does a whole run: a migration, or a validation of one.</summary>
public interface IMigrationRunner
{
    /// <summary>Runs to the end and says how it went. When <paramref name="cancellationToken"/> is cancelled it stops cleanly and
    /// returns a summary with <see cref="Outcome.Stopped"/>.</summary>
    /// <exception cref="RefusedException">The run is impossible; nothing was touched.</exception>
    Task<MigrationSummary> RunAsync(RunSettings settings, IProgressSink progress, CancellationToken cancellationToken);
}
