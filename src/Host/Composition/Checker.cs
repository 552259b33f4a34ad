using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Host.Settings;
using ActorMigrate.Postgres;

namespace ActorMigrate.Host.Composition;

/// <summary>Runs the checks on sessions of its own.</summary>
internal sealed class Checker : IChecker
{
    /// <inheritdoc />
    public async Task<CheckReport> CheckAsync(RunSettings settings, bool deep, CancellationToken cancellationToken)
    {
        var environment = ConnectionEnvironment.OfProcess();
        await using var source = new Database(ServerConnection.Parse(settings.Source.Reveal(), "source", environment), Side.Source);
        await using var target = new Database(ServerConnection.Parse(settings.Target.Reveal(), "target", environment), Side.Target);
        return await Examination.RunAsync(new ExaminationRequest(source, target, settings.Options) { IsDeep = deep }, cancellationToken);
    }
}
