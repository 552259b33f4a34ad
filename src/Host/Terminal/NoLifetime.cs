using Microsoft.Extensions.Hosting;

namespace ActorMigrate.Host.Terminal;

/// <summary>Leaves signals to the command line: a host with it takes none.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
