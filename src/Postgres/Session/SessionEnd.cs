using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Postgres.Session;

/// <summary>Closes sessions that may be in the middle of anything. Closing talks to the server, which may not answer any more,
/// so the wait for it is bounded; the transaction that was open ends with the session on the server's side.</summary>
public static class SessionEnd
{
    /// <summary>Cancels a COPY out of a server that is given up; closing its session alone would first read all of the rest.</summary>
    public static async Task CancelAsync(Stream copy)
    {
        var cancelling = Task.Run(() => ((NpgsqlRawCopyStream)copy).CancelAsync());
        await cancelling.WaitAsync(Timeouts.SessionEnd).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Waits for an end that a server may leave unanswered, no longer than <paramref name="within"/>. Throws what the end failed
    /// with in that time.</summary>
    public static async Task WaitAsync(Task ending, TimeSpan within, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(ending);
        await ending.WaitAsync(within, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (ending.IsCompleted)
            await ending.ConfigureAwait(false);
    }

    /// <summary>Closes <paramref name="session"/>, and waits for that for ten seconds at most.</summary>
    public static async Task AbandonAsync(NpgsqlConnection session)
    {
        var closing = Task.Run(async () => await session.DisposeAsync());
        await closing.WaitAsync(Timeouts.SessionEnd).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
