using Akka.Actor;
using Akka.Configuration;
using Akka.DependencyInjection;
using Akka.Event;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Akka.Hosting;

/// <summary>Starts actors when the system has started.</summary>
public delegate Task ActorStarter(ActorSystem system, IActorRegistry registry);

/// <summary>Starts actors that take services when the system has started.</summary>
public delegate Task ActorStarterWithResolver(ActorSystem system, IActorRegistry registry, IDependencyResolver resolver);

/// <summary>Runs when the system and its actors have started.</summary>
public delegate Task StartupTask(ActorSystem system, IActorRegistry registry);

/// <summary>How HOCON is joined with what is there already.</summary>
public enum HoconAddMode
{
    /// <summary>Below it.</summary>
    Append = 0,

    /// <summary>Over it.</summary>
    Prepend = 1,

    /// <summary>In its place.</summary>
    Replace = 2,
}

/// <summary>What a hosted system is made of: configuration, loggers, actors, tasks at the start. See <see cref="AkkaHostingExtensions"/>.</summary>
public sealed class AkkaConfigurationBuilder
{
    private readonly List<ActorStarterWithResolver> _starters = [];
    private readonly List<StartupTask> _startupTasks = [];

    /// <summary>A system called <paramref name="actorSystemName"/>.</summary>
    public AkkaConfigurationBuilder(IServiceCollection serviceCollection, string actorSystemName)
    {
        ServiceCollection = serviceCollection;
        ActorSystemName = actorSystemName;
    }

    internal IServiceCollection ServiceCollection { get; }

    internal string ActorSystemName { get; }

    internal Config Hocon { get; private set; } = ConfigurationFactory.Empty;

    /// <summary>The factory of the loggers that the log is written to; null to leave it to HOCON.</summary>
    internal Func<IServiceProvider, ILoggerFactory>? LoggerFactory { get; set; }

    /// <summary>Starts actors when the system has started, in the order given.</summary>
    public AkkaConfigurationBuilder StartActors(Action<ActorSystem, IActorRegistry> starter) =>
        StartActors((system, registry, _) => starter(system, registry));

    /// <summary>Starts actors that take services when the system has started, in the order given.</summary>
    public AkkaConfigurationBuilder StartActors(Action<ActorSystem, IActorRegistry, IDependencyResolver> starter) =>
        StartActors((ActorStarterWithResolver)((system, registry, resolver) =>
        {
            starter(system, registry, resolver);
            return Task.CompletedTask;
        }));

    /// <summary>Starts actors when the system has started, in the order given.</summary>
    public AkkaConfigurationBuilder StartActors(ActorStarter starter) =>
        StartActors((ActorStarterWithResolver)((system, registry, _) => starter(system, registry)));

    /// <summary>Starts actors that take services when the system has started, in the order given.</summary>
    public AkkaConfigurationBuilder StartActors(ActorStarterWithResolver starter)
    {
        _starters.Add(starter);
        return this;
    }

    /// <summary>Runs when all actors have been started, in the order given.</summary>
    public AkkaConfigurationBuilder AddStartup(Action<ActorSystem, IActorRegistry> startupTask) =>
        AddStartup((StartupTask)((system, registry) =>
        {
            startupTask(system, registry);
            return Task.CompletedTask;
        }));

    /// <summary>Runs when all actors have been started, in the order given.</summary>
    public AkkaConfigurationBuilder AddStartup(StartupTask startupTask)
    {
        _startupTasks.Add(startupTask);
        return this;
    }

    internal void AddHocon(Config hocon, HoconAddMode mode) => Hocon = mode switch
    {
        HoconAddMode.Append => Hocon.WithFallback(hocon),
        HoconAddMode.Prepend => hocon.WithFallback(Hocon),
        _ => hocon,
    };

    /// <summary>Starts the system, without its actors.</summary>
    internal ActorSystem Build(IServiceProvider services)
    {
        var system = ActorSystem.Create(ActorSystemName, Hocon);
        if (LoggerFactory is { } factory) system.EventStream.AddSink(new Logging.LoggerFactorySink(factory(services)).Write);
        return system;
    }

    internal async Task StartAsync(ActorSystem system, ActorRegistry registry, IServiceProvider services)
    {
        var resolver = new ServiceProviderResolver(services);
        foreach (var start in _starters) await start(system, registry, resolver).ConfigureAwait(false);
        foreach (var run in _startupTasks) await run(system, registry).ConfigureAwait(false);
    }
}
