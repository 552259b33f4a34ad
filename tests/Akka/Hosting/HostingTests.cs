using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace ActorMigrate.ActorLayer.Tests.Hosting;

public sealed class HostingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class Greeter : ReceiveActor
    {
        public Greeter(Greeting greeting, string name) => ReceiveAny(_ => Sender.Tell($"{greeting.Word} {name}"));
    }

    private sealed record Greeting(string Word);

    private sealed class Complaining : ReceiveActor
    {
        public Complaining() => ReceiveAny(_ =>
        {
            Context.GetLogger().Warning("something is {0}", "wrong");
            Sender.Tell("said");
        });
    }

    private sealed class NeedsEcho(IRequiredActor<Echo> echo)
    {
        public IRequiredActor<Echo> Required { get; } = echo;
    }

    private sealed class MemoryLogs : ILoggerProvider
    {
        public ConcurrentQueue<(string Category, LogLevel Level, string Text)> Entries { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Logger(MemoryLogs logs, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                logs.Entries.Enqueue((category, logLevel, formatter(state, exception)));
        }
    }

    private static IHost Build(Action<AkkaConfigurationBuilder, IServiceProvider> configure, Action<IServiceCollection>? more = null, ILoggerProvider? logs = null) =>
        new HostBuilder()
            .ConfigureLogging(logging =>
            {
                logging.ClearProviders();
                if (logs is not null) logging.AddProvider(logs);
            })
            .ConfigureServices(services =>
            {
                more?.Invoke(services);
                services.AddAkka("hosted", (builder, provider) => configure(builder.ConfigureLoggers(setup => setup.ClearLoggers()), provider));
            })
            .Build();

    [Fact]
    public async Task The_system_starts_its_actors_with_the_host_and_ends_with_it()
    {
        using var host = Build((builder, _) => builder.WithActors((system, registry) =>
            registry.Register<Echo>(system.ActorOf(Props.Create<Echo>(), "echo"))));
        await host.StartAsync();
        var system = host.Services.GetRequiredService<ActorSystem>();
        var echo = host.Services.GetRequiredService<IReadOnlyActorRegistry>().Get<Echo>();

        Assert.Equal("hosted", system.Name);
        Assert.Equal("hi", await echo.Ask<string>("hi", Limit));
        await host.StopAsync();

        Assert.True(system.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task A_service_may_require_an_actor()
    {
        using var host = Build(
            (builder, _) => builder.WithActors((system, registry) => registry.Register<Echo>(system.ActorOf(Props.Create<Echo>()))),
            services => services.AddSingleton<NeedsEcho>());
        var needs = host.Services.GetRequiredService<NeedsEcho>();
        var later = needs.Required.GetAsync();

        await host.StartAsync();

        Assert.Equal(await later.WaitAsync(Limit), needs.Required.ActorRef);
        Assert.Equal("hi", await needs.Required.ActorRef.Ask<string>("hi", Limit));
        await host.StopAsync();
    }

    [Fact]
    public async Task An_actor_may_take_services_and_arguments()
    {
        using var host = Build(
            (builder, _) => builder.WithActors((system, registry, resolver) =>
                registry.Register<Greeter>(system.ActorOf(resolver.Props<Greeter>("world"), "greeter"))),
            services => services.AddSingleton(new Greeting("hello")));
        await host.StartAsync();
        var greeter = host.Services.GetRequiredService<ActorRegistry>().Get<Greeter>();
        Assert.Equal("hello world", await greeter.Ask<string>("?", Limit));
        await host.StopAsync();
    }

    [Fact]
    public async Task The_log_goes_to_the_loggers_of_the_host()
    {
        using var logs = new MemoryLogs();
        using var host = Build(
            (builder, _) => builder
                .ConfigureLoggers(setup => setup.AddLoggerFactory())
                .WithActors((system, registry) => registry.Register<Complaining>(system.ActorOf(Props.Create<Complaining>(), "complaining"))),
            logs: logs);
        await host.StartAsync();
        var actor = host.Services.GetRequiredService<ActorRegistry>().Get<Complaining>();
        Assert.Equal("said", await actor.Ask<string>("?", Limit));
        while (!logs.Entries.Any(entry => entry.Text.Contains("something is wrong", StringComparison.Ordinal))) await Task.Delay(5);

        var written = logs.Entries.First(entry => entry.Text.Contains("something is wrong", StringComparison.Ordinal));
        Assert.Equal(LogLevel.Warning, written.Level);
        await host.StopAsync();
    }

    [Fact]
    public async Task Configuration_may_be_given()
    {
        using var host = Build((builder, _) => builder.AddHocon(
            ConfigurationFactory.ParseString("own.setting = 7"), HoconAddMode.Prepend));
        await host.StartAsync();
        Assert.Equal(7, host.Services.GetRequiredService<ActorSystem>().Settings.Config.GetInt("own.setting"));
        await host.StopAsync();
    }

    [Fact]
    public async Task The_registry_says_what_is_missing_and_what_is_there_twice()
    {
        using var host = Build((_, _) => { });
        await host.StartAsync();
        var registry = host.Services.GetRequiredService<ActorRegistry>();
        var echo = host.Services.GetRequiredService<ActorSystem>().ActorOf(Props.Create<Echo>());

        Assert.Throws<MissingActorRegistryEntryException>(() => registry.Get<Echo>());
        Assert.False(registry.TryGet<Echo>(out _));
        registry.Register<Echo>(echo);
        Assert.Throws<DuplicateActorRegistryException>(() => registry.Register<Echo>(echo));
        registry.Register<Echo>(echo, overwrite: true);
        Assert.Equal(echo, registry.Get<Echo>());
        await host.StopAsync();
    }

    [Fact]
    public async Task A_system_that_ends_by_itself_ends_the_host()
    {
        using var host = Build((_, _) => { });
        await host.StartAsync();
        var stopping = new TaskCompletionSource();
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => stopping.TrySetResult());
        await host.Services.GetRequiredService<ActorSystem>().Terminate();
        await stopping.Task.WaitAsync(Limit);
        await host.StopAsync();
    }
}
