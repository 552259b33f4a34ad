using ActorMigrate.Control.Status;
using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Host.Settings;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Host.Composition;

/// <summary>Runs the checks on sessions of its own.</summary>
internal sealed class Checker(TimeProvider time, Action<string> tell) : IChecker
{
    /// <inheritdoc />
    public async Task<CheckReport> CheckAsync(RunSettings settings, bool deep, CancellationToken cancellationToken)
    {
        await using var source = Databases.Of(settings.Source, Side.Source);
        await using var target = Databases.Of(settings.Target, Side.Target);
        await using var silence = SilenceWatch.Begin(time, tell, source, target);
        return await Examination.RunAsync(new ExaminationRequest(source, target, settings.Options) { IsDeep = deep }, cancellationToken);
    }
}
