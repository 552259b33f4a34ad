using ActorMigrate.Control.Status;
using ActorMigrate.Coordinator.Directing;
using ActorMigrate.Host.Commands;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Host.Composition;

/// <summary>Gives directives through the ledger of the target that the settings name.</summary>
internal sealed class Steerer(TimeProvider time, Action<string> tell) : ISteerer
{
    /// <inheritdoc />
    public async Task<DirectiveGiven> GiveAsync(RunSettings settings, DirectiveDraft draft, CancellationToken cancellationToken)
    {
        await using var target = Databases.Of(settings.Target, Side.Target);
        await using var silence = SilenceWatch.Begin(time, tell, target);
        return await Direct.GiveAsync(target, draft, cancellationToken);
    }
}
