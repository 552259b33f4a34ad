using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Settings;
using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Composition;

/// <summary>The host of one run's actor system: it starts the root actors, sends their log to where progress is shown, and terminates
/// all of it when disposed.</summary>
internal sealed class MigrationHost : IAsyncDisposable
{
    // A signal asks the migration to stop, which needs its actors; Akka.NET would end them at the same signal.
    private static readonly Config NoShutdownHook = ConfigurationFactory.ParseString("akka.coordinated-shutdown.run-by-clr-shutdown-hook = off");

    private readonly IHost host;

    private MigrationHost(IHost host) => this.host = host;

    /// <summary>The actor above coordinator and node.</summary>
    public IActorRef Migration => host.Services.GetRequiredService<IRequiredActor<MigrationActor>>().ActorRef;

    public static async Task<MigrationHost> StartAsync(
        ProcessPart part, RunSettings settings, IProgressSink progress, CancellationToken cancellationToken)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(settings.LogLevel);
        builder.Services.AddSingleton<ILoggerProvider>(new ProgressLoggerProvider(progress, settings.LogLevel));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddAkka("actormigrate", (akka, _) => akka
            .AddHocon(settings.ActorSystem, HoconAddMode.Prepend)
            .AddHocon(NoShutdownHook, HoconAddMode.Prepend)
            .ConfigureLoggers(loggers => loggers.ClearLoggers().AddLoggerFactory())
            .WithActors((system, registry) => StartActors(system, registry, part, progress)));
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new MigrationHost(host);
    }

    private static void StartActors(ActorSystem system, IActorRegistry registry, ProcessPart part, IProgressSink progress)
    {
        var (retry, time) = (part.Options.Retry, part.Time);
        system.ActorOf(Props.Create(() => new ProgressActor(progress, retry, time)), "progress");
        registry.Register<MigrationActor>(system.ActorOf(
            Props.Create(() => new MigrationActor(part, ready => NodeParts.Of(ready, part.Node, part.Target, time))), "migration"));
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    /// <summary>Signals are the command line's business; the host takes none.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
