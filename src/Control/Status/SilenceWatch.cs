using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Control.Status;

/// <summary>Tells the user which sessions a server does not answer, and when it answers again, while something is done without an actor
/// system. Disposing ends the watch.</summary>
public sealed class SilenceWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource end = new();
    private readonly Task watching;

    private SilenceWatch(IEnumerable<SilenceSetup> setups) =>
        watching = Task.WhenAll(setups.Select(setup => WatchAsync(setup, end.Token)).ToList());

    /// <summary>Watches each of <paramref name="servers"/> that is not null. Both may be told of by <paramref name="tell"/> at the same
    /// time.</summary>
    public static SilenceWatch Begin(TimeProvider time, Action<string> tell, params IEnumerable<Database?> servers) =>
        new(servers.OfType<Database>().Select(server => new SilenceSetup(server, time, tell)));

    /// <summary>Watches the server of <paramref name="setup"/>.</summary>
    public static SilenceWatch Begin(SilenceSetup setup) => new([setup]);

    private static async Task WatchAsync(SilenceSetup setup, CancellationToken end)
    {
        var silence = new Silence(setup);
        using var timer = new PeriodicTimer(Silence.LookEvery, setup.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(end).ConfigureAwait(false))
            {
                if (silence.Look() is { } late)
                    silence.Heard(await silence.AskAsync(late).WaitAsync(end).ConfigureAwait(false));
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // An answer may have come since the last look; its notice belongs to the one of the silence.
            silence.Look();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end.Dispose();
    }
}
