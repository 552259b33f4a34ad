using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Hosting;

/// <summary>Starts the system and its actors with the host, and terminates it with the host. A system that ends by itself ends the host.</summary>
public class AkkaHostedService : IHostedService
{
    private readonly AkkaConfigurationBuilder _configuration;
    private readonly IServiceProvider _services;
    private readonly ILogger<AkkaHostedService> _logger;
    private readonly IHostApplicationLifetime? _lifetime;
    private ActorSystem? _system;
    private volatile bool _stopping;

    /// <summary>Hosts what <paramref name="configurationBuilder"/> describes.</summary>
    public AkkaHostedService(
        AkkaConfigurationBuilder configurationBuilder, IServiceProvider serviceProvider,
        ILogger<AkkaHostedService> logger, IHostApplicationLifetime? applicationLifetime)
    {
        _configuration = configurationBuilder;
        _services = serviceProvider;
        _logger = logger;
        _lifetime = applicationLifetime;
    }

    /// <inheritdoc/>
    public virtual async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _system = _services.GetRequiredService<ActorSystem>();
            await _configuration.StartAsync(_system, ActorRegistry.For(_system), _services).ConfigureAwait(false);
            _ = StopHostAtEnd(_system);
        }
        catch (Exception cause)
        {
            _logger.LogCritical(cause, "Unable to start the actor system {Name}", _configuration.ActorSystemName);
            throw;
        }
    }

    /// <inheritdoc/>
    public virtual async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        if (_system is { } system) await system.Terminate().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task StopHostAtEnd(ActorSystem system)
    {
        await system.WhenTerminated.ConfigureAwait(false);
        if (!_stopping) _lifetime?.StopApplication();
    }
}
