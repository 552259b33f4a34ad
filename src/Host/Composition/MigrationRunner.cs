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
        await using var host = await MigrationHost.StartAsync(request, settings, progress, CancellationToken.None);
        // The start is told first: a wish to stop that was there before it must find something to stop.
        var running = host.Migration.Ask<RunEnded>(new StartRun(), Timeout.InfiniteTimeSpan);
        await using var stop = cancellationToken.Register(() => host.Migration.Tell(new StopRun()));
        return (await running).Summary;
    }

    private static string Version => typeof(MigrationRunner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
