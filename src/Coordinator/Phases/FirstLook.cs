using ActorMigrate.Cluster.Telemetry;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Coordinator.Phases;

/// <summary>The look at both servers with which a new migration begins: checks, snapshot, catalogs, plan. It needs no actor system, so
/// that a process begins it first and starts its actor system meanwhile. Disposing ends a look that goes on, and releases the
/// snapshot.</summary>
public sealed class FirstLook : IAsyncDisposable
{
    private readonly CancellationTokenSource stop;
    private readonly Task<Looked> looking;

    private FirstLook(RunRequest request, CancellationTokenSource stop)
    {
        (Request, this.stop) = (request, stop);
        looking = Task.Run(LookAsync, stop.Token);
    }

    /// <summary>The input of the migration that begins with the look.</summary>
    public RunRequest Request { get; }

    /// <summary>Begins to look. The coordinator of <paramref name="request"/> meets the failures.</summary>
    public static FirstLook Begin(RunRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new FirstLook(request, CancellationTokenSource.CreateLinkedTokenSource(cancellationToken));
    }

    /// <summary>Waits for the end of the look, and returns what it found.</summary>
    internal Task<Looked> LookedAsync(CancellationToken cancellationToken) => looking.WaitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await ((Task)looking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Request.Keep.DisposeAsync();
        stop.Dispose();
    }

    private async Task<Looked> LookAsync()
    {
        using var span = MigrationSpans.StartWork(Request.Trace, Phase.ExtractSourceSchema);
        return await MigrationLook.TakeAsync(Request, follows: true, stop.Token);
    }
}
