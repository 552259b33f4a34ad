using ActorMigrate.Control.Status;
using ActorMigrate.Coordinator;
using ActorMigrate.Coordinator.Phases;
using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Host.Composition;

/// <summary>Plans with the settings of a migration.</summary>
internal sealed class Planner(TimeProvider time, Action<string> tell) : IPlanner
{
    /// <inheritdoc />
    public async Task<MigrationPlan> PlanAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        var node = new NodeId(Guid.NewGuid());
        await using var source = Databases.Of(settings.Source, Side.Source, node);
        await using var target = Databases.Of(settings.Target, Side.Target, node);
        await using var silence = SilenceWatch.Begin(time, tell, source, target);
        return await PlanAhead.OfAsync(
            new RunRequest
            {
                Id = new MigrationId(Guid.NewGuid()),
                Coordinator = node,
                NodeName = settings.NodeName,
                Source = source,
                Target = target,
                Options = settings.Options,
                ToolVersion = ToolVersion.Own,
                Time = time,
            },
            cancellationToken);
    }
}
