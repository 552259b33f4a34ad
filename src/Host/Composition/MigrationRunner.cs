using System.Reflection;
using ActorMigrate.Coordinator;
using ActorMigrate.Coordinator.Actors;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Akka.Actor;

namespace ActorMigrate.Host.Composition;

/// <summary>Runs a migration on this process alone: coordinator and node in one actor system.</summary>
internal sealed class MigrationRunner(TimeProvider time) : IMigrationRunner
{
    /// <inheritdoc />
    public async Task<MigrationSummary> RunAsync(RunSettings settings, IProgressSink progress, CancellationToken cancellationToken)
    {
        var environment = ConnectionEnvironment.OfProcess();
        await using var source = new Database(ServerConnection.Parse(settings.Source.Reveal(), "source", environment), Side.Source);
        await using var target = new Database(ServerConnection.Parse(settings.Target.Reveal(), "target", environment), Side.Target);
        var request = new RunRequest
        {
            Id = new MigrationId(Guid.NewGuid()),
            Coordinator = new NodeId(Guid.NewGuid()),
            Source = source,
            Target = target,
            Options = settings.Options,
            ToolVersion = Version,
            Time = time,
        };
        var system = ActorSystem.Create("actormigrate", settings.ActorSystem);
        try
        {
            return await RunAsync(system, request, settings, progress, cancellationToken);
        }
        finally
        {
            await system.Terminate();
        }
    }

    private static string Version => typeof(MigrationRunner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private async Task<MigrationSummary> RunAsync(
        ActorSystem system, RunRequest request, RunSettings settings, IProgressSink progress, CancellationToken cancellationToken)
    {
        var retry = settings.Options.Node.Retry;
        var clock = time;
        system.ActorOf(Props.Create(() => new ProgressActor(progress, retry, clock)), "progress");
        Func<CoordinatorEvent.LedgerReady, NodeParts> makeNode =
            ready => NodeParts.Of(ready, request.Coordinator, request.Target, clock);
        var migration = system.ActorOf(Props.Create(() => new MigrationActor(request, makeNode)), "migration");
        await using var stop = cancellationToken.Register(() => migration.Tell(new StopRun()));
        var ended = await migration.Ask<RunEnded>(new StartRun(), Timeout.InfiniteTimeSpan);
        return ended.Summary;
    }
}
