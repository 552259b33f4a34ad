using System.Text;

namespace ActorMigrate.Host.Dashboard;

/// <summary>Sends the state to one reader as server-sent events, at most once a second. A reader that takes nothing holds up this task
/// alone; one that is gone is found by the comment that is sent while there is no news.</summary>
internal sealed class EventStream(DashboardState state, TimeProvider time)
{
    private static readonly TimeSpan SendsEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SignOfLifeEvery = TimeSpan.FromSeconds(15);
    private static readonly byte[] _signOfLife = ": alive\n\n"u8.ToArray();
    private static readonly byte[] _lineEnds = "\n\n"u8.ToArray();

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
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (cursor.HasEnd)
                return;
            await WaitAsync(output, changed, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(Stream output, Task changed, CancellationToken cancellationToken)
    {
        // The end is told at once, other news together with those of the same second.
        await Task.WhenAny(state.Ended, Task.Delay(SendsEvery, time, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        while (await Task.WhenAny(changed, Task.Delay(SignOfLifeEvery, time, cancellationToken)).ConfigureAwait(false) != changed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await output.WriteAsync(_signOfLife, cancellationToken).ConfigureAwait(false);
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes one event. JSON has no line breaks of its own, so that one line of data holds it.</summary>
    private static async Task WriteAsync(Stream output, string name, byte[] data, CancellationToken cancellationToken)
    {
        await output.WriteAsync(Encoding.ASCII.GetBytes($"event: {name}\ndata: "), cancellationToken).ConfigureAwait(false);
        await output.WriteAsync(data, cancellationToken).ConfigureAwait(false);
        await output.WriteAsync(_lineEnds, cancellationToken).ConfigureAwait(false);
    }
}
