using ActorMigrate.Coordinator.Cleaning;
using ActorMigrate.Host.Settings;

namespace ActorMigrate.Host.Commands;

/// <summary>Finds and removes what a migration has left behind.</summary>
public interface ICleaner
{
    /// <summary>Looks for leftovers, and changes nothing; null where there is nothing. The source is looked at where settings name
    /// one.</summary>
    /// <exception cref="Migration.Failures.RefusedException">A server cannot be reached, or what is there is not a migration's.</exception>
    Task<Leftovers?> FindAsync(RunSettings settings, CancellationToken cancellationToken);

    /// <summary>Removes all of it; answers how many sessions could not be ended.</summary>
    /// <exception cref="Migration.Failures.RefusedException">A server cannot be reached, or does not allow it.</exception>
    Task<int> RemoveAsync(RunSettings settings, Leftovers leftovers, CancellationToken cancellationToken);
}
