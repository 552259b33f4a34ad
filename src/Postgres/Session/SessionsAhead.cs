using System.Collections.Concurrent;
using System.Data;
using Npgsql;

namespace ActorMigrate.Postgres.Session;

/// <summary>Sessions that open while nobody needs them yet, because to open one takes six round trips.</summary>
internal sealed class SessionsAhead : IAsyncDisposable
{
    private readonly ConcurrentDictionary<SessionPurpose, ConcurrentQueue<Task<NpgsqlConnection>>> opening = new();

    /// <summary>Keeps a session that opens.</summary>
    public void Add(SessionPurpose purpose, Task<NpgsqlConnection> session) =>
        opening.GetOrAdd(purpose, _ => new ConcurrentQueue<Task<NpgsqlConnection>>()).Enqueue(session);

    /// <summary>Returns a session of this purpose, or null where none is left, or none that is good.</summary>
    public async Task<NpgsqlConnection?> TakeAsync(SessionPurpose purpose, CancellationToken cancellationToken)
    {
        while (opening.TryGetValue(purpose, out var sessions) && sessions.TryDequeue(out var session))
        {
            await ((Task)session).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                // It is closed with the others that nobody takes.
                sessions.Enqueue(session);
                throw new OperationCanceledException(cancellationToken);
            }

            if (!session.IsCompletedSuccessfully)
                continue;
            var opened = await session.ConfigureAwait(false);
            if (opened.FullState == ConnectionState.Open && !HistoryGuard.HasEnded(opened))
                return opened;
            await SessionEnd.AbandonAsync(opened).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Closes the sessions that nobody took.</summary>
    public async ValueTask DisposeAsync()
    {
        var left = new List<SessionOpening>();
        foreach (var sessions in opening.Values)
        {
            while (sessions.TryDequeue(out var session))
                left.Add(new SessionOpening(session));
        }

        await Task.WhenAll(left.Select(session => session.DisposeAsync().AsTask())).ConfigureAwait(false);
    }
}
