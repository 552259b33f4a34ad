using ActorMigrate.Control.Status;
using ActorMigrate.Host.Settings;

namespace ActorMigrate.Host.Inspection;

/// <summary>Looks at the migration in a target.</summary>
public interface IStatusReader
{
    /// <summary>Returns the state of the migration; null where the target holds none. The source is looked at where settings name
    /// one.</summary>
    /// <exception cref="Migration.Failures.RefusedException">A server cannot be reached, or the ledger cannot be read.</exception>
    Task<MigrationStatus?> ReadAsync(RunSettings settings, CancellationToken cancellationToken);
}
