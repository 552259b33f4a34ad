using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace ActorMigrate.Host.Dashboard;

/// <summary>The event streams of open pages. Safe to call from any thread.</summary>
internal sealed class DashboardStreams(TimeProvider time)
{
    private const int MostStreams = 32;
    private static readonly TimeSpan TakesSomethingWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LooksEvery = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<EventStream, HttpContext> _open = new();
    private readonly Lock _closing = new();

    /// <summary>Takes a stream in, or returns false where too many are open.</summary>
    public bool TryOpen(EventStream stream, HttpContext context) => _open.Count < MostStreams && _open.TryAdd(stream, context);

    /// <summary>Lets a stream go. Its request ends after this, and its connection must not be touched any more.</summary>
    public void Close(EventStream stream)
    {
        lock (_closing)
            _open.TryRemove(stream, out _);
    }

    /// <summary>Waits until the pages have been told the end. A connection that has taken nothing for two seconds is ended: there is nobody
    /// behind it who reads.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        while (!_open.IsEmpty && !cancellationToken.IsCancellationRequested)
        {
            Abort(stream => stream.WaitsFor >= TakesSomethingWithin);
            await Task.Delay(LooksEvery, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ends all connections.</summary>
    public void Abort() => Abort(_ => true);

    private void Abort(Predicate<EventStream> which)
    {
        lock (_closing)
        {
            foreach (var (stream, context) in _open)
            {
                if (which(stream))
                    context.Abort();
            }
        }
    }
}
