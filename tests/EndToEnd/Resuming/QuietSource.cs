using ActorMigrate.Postgres.LocalServers;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Resuming;

/// <summary>A source's server that nobody writes to, not even autovacuum: a new snapshot there sees what the lost one saw. One for all
/// tests of a class, which therefore run one after the other.</summary>
public sealed class QuietSource : IAsyncLifetime
{
    private LocalServer? server;

    /// <summary>The server.</summary>
    public TestServer Server => TestServer.Of(server!);

    /// <inheritdoc />
    public async Task InitializeAsync() =>
        server = await TestServer.StartOwnAsync(settings: new Dictionary<string, string> { ["autovacuum"] = "off" });

    /// <summary>Restarts it.</summary>
    public Task RestartAsync(StopMode mode) => server!.RestartAsync(mode);

    /// <inheritdoc />
    public async Task DisposeAsync() => await server!.DisposeAsync();
}
