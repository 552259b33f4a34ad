using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Host.Settings;

namespace ActorMigrate.Host.Inspection;

/// <summary>Looks at a source and a target before a migration.</summary>
public interface IChecker
{
    /// <summary>Runs all checks of a migration with <paramref name="settings"/>, and changes nothing. With <paramref name="deep"/> foreign
    /// keys are checked against the rows, too.</summary>
    Task<CheckReport> CheckAsync(RunSettings settings, bool deep, CancellationToken cancellationToken);
}
