using ActorMigrate.Coordinator.Directing;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Commands;

/// <summary>Gives directives to the migration that runs into a target.</summary>
public interface ISteerer
{
    /// <summary>Writes the directive down and waits for a while until a coordinator has acted on it.</summary>
    /// <exception cref="RefusedException">No migration runs there, or no node of it can carry the directive out.</exception>
    Task<DirectiveGiven> GiveAsync(RunSettings settings, DirectiveDraft draft, CancellationToken cancellationToken);
}
