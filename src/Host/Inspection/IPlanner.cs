using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Host.Settings;

namespace ActorMigrate.Host.Inspection;

/// <summary>Finds out what a migration would do.</summary>
public interface IPlanner
{
    /// <summary>Reads both servers and returns the plan; the target is not touched.</summary>
    /// <exception cref="Migration.Failures.RefusedException">The migration would be refused.</exception>
    Task<MigrationPlan> PlanAsync(RunSettings settings, CancellationToken cancellationToken);
}
