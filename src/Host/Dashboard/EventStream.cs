using System.Text;

namespace ActorMigrate.Host.Dashboard;

/// <summary>Sends the state to one reader as server-sent events, at most once a second. A reader that takes nothing holds up this task
/// alone; one that is gone is found by the comment that is sent while there is no news.</summary>
internal sealed class EventStream(DashboardState state, TimeProvider time)
{
    private static readonly TimeSpan SendsEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SignOfLifeEvery = TimeSpan.FromSeconds(15);
    private const int Piece = 32 * 1024;
    private static readonly byte[] _signOfLife = ": alive\n\n"u8.ToArray();
    private static readonly byte[] _lineEnds = "\n\n"u8.ToArray();

    private long _writesSince;

    /// <summary>The time for which the connection has taken nothing of what is being written to it; zero where nothing is.</summary>
    public TimeSpan WaitsFor => Interlocked.Read(ref _writesSince) is not 0 and var since ? time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Writes until the process has ended its work, the reader is gone or <paramref name="cancellationToken"/> is
    /// cancelled.</summary>
    public async Task WriteAsync(Stream output, CancellationToken cancellationToken)
    {
        var cursor = new DashboardCursor();
        while (!cursor.HasEnd)
        {
            var changed = state.Changed;
            foreach (var (name, data) in state.Take(cursor))
                await WriteAsync(output, name, data, cancellationToken).ConfigureAwait(false);
            // The head goes out also while there is nothing to tell yet.
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (cursor.HasEnd)
                return;
            await WaitAsync(output, changed, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(Stream output, Task changed, CancellationToken cancellationToken)
    {
        // The end is sent at once, other news together with those of the same second.
        await Task.WhenAny(state.Ended, Task.Delay(SendsEvery, time, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        while (await Task.WhenAny(changed, Task.Delay(SignOfLifeEvery, time, cancellationToken)).ConfigureAwait(false) != changed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await WriteAsync(output, _signOfLife, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes one event. JSON has no line breaks of its own, so that one line of data holds it.</summary>
    private async Task WriteAsync(Stream output, string name, byte[] data, CancellationToken cancellationToken)
    {
        await WriteAsync(output, Encoding.ASCII.GetBytes($"event: {name}\ndata: "), cancellationToken).ConfigureAwait(false);
        await WriteAsync(output, data, cancellationToken).ConfigureAwait(false);
        await WriteAsync(output, _lineEnds, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes in pieces, so that a connection that is slow differs from one that takes nothing.</summary>
    private async Task WriteAsync(Stream output, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        try
        {
            for (var rest = data; rest.Length > 0; rest = rest[Math.Min(Piece, rest.Length)..])
            {
                Interlocked.Exchange(ref _writesSince, time.GetTimestamp());
                await output.WriteAsync(rest[..Math.Min(Piece, rest.Length)], cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Exchange(ref _writesSince, 0);
        }
    }
}
