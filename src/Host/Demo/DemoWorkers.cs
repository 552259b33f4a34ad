using System.Globalization;

namespace ActorMigrate.Host.Demo;

/// <summary>The workers of a demonstration with several nodes. Disposing ends those that still run.</summary>
internal sealed class DemoWorkers : IAsyncDisposable
{
    /// <summary>The name of the node that begins the migration.</summary>
    public const string Coordinator = "node-1";

    private readonly List<DemoWorker> _workers = [];
    private readonly CancellationTokenRegistration _ending;

    private DemoWorkers(DemoServers servers, DemoSettings settings, CancellationToken cancellationToken)
    {
        CopySlots = settings.CopySlots ?? (settings.Kill ? 1 : Math.Max(1, Math.Clamp(Environment.ProcessorCount, 2, 8) / settings.Nodes))
            .ToString(CultureInfo.InvariantCulture);
        string[] flags =
            ["--copy-slots", CopySlots, .. settings.IndexSlots is { } slots ? ["--index-slots", slots] : Array.Empty<string>()];
        for (var number = 2; number <= settings.Nodes; number++)
            _workers.Add(DemoWorker.Start($"node-{number}", servers.SourceUri, servers.TargetUri, flags));
        // A coordinator that is stopped would leave its place to one of them.
        _ending = cancellationToken.Register(() => _workers.ForEach(worker => worker.End()));
    }

    /// <summary>The copy slots of each node: the processors are shared, and no node has so many
    /// that the others find nothing to do.</summary>
    public string CopySlots { get; }

    /// <summary>The workers, in the order of their start.</summary>
    public IReadOnlyList<DemoWorker> All => _workers;

    /// <summary>Starts the workers beside this process, which is a node, too. A wish to stop ends them at once.</summary>
    public static DemoWorkers Start(DemoServers servers, DemoSettings settings, CancellationToken cancellationToken) =>
        new(servers, settings, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _ending.DisposeAsync();
        foreach (var worker in _workers)
            await worker.DisposeAsync();
    }
}
