namespace ActorMigrate.Host.Demo;

/// <summary>The workers of a demonstration with several nodes. Disposing ends those that still run.</summary>
internal sealed class DemoWorkers : IAsyncDisposable
{
    /// <summary>The name of the node that begins the migration.</summary>
    public const string Coordinator = "node-1";

    private readonly List<DemoWorker> _workers = [];
    private readonly CancellationTokenRegistration _ending;

    private DemoWorkers(DemoServers servers, int nodes, CancellationToken cancellationToken)
    {
        for (var number = 2; number <= nodes; number++)
            _workers.Add(DemoWorker.Start($"node-{number}", servers.SourceUri, servers.TargetUri));
        // A coordinator that is stopped would leave its place to one of them.
        _ending = cancellationToken.Register(() => _workers.ForEach(worker => worker.End()));
    }

    /// <summary>The workers, in the order of their start.</summary>
    public IReadOnlyList<DemoWorker> All => _workers;

    /// <summary>Starts the workers of so many nodes, one of which is this process. A wish to stop ends them at once.</summary>
    public static DemoWorkers Start(DemoServers servers, int nodes, CancellationToken cancellationToken) => new(servers, nodes, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _ending.DisposeAsync();
        foreach (var worker in _workers)
            await worker.DisposeAsync();
    }
}
