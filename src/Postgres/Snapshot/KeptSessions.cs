using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Postgres.Snapshot;

/// <summary>Keeps the sessions of successful work for the next work, because opening a session may take longer than building a small index
/// or copying a small table. A session that saw a failure is closed. So is one that has served often, because a backend remembers every
/// relation that it has used, and within a transaction keeps its locks. Idle sessions are closed soon, because other programs may need the
/// connection.</summary>
public sealed class KeptSessions : IAsyncDisposable
{
    /// <summary>The number of times that a session under a snapshot is used: it remembers every relation that it has read.</summary>
    public const int MostUsesUnderSnapshot = 100;

    private const int MostUsesOutside = 500;
    private static readonly TimeSpan IdlePatience = TimeSpan.FromSeconds(5);

    private readonly OpenSession open;
    private readonly SessionPurpose purpose;
    private readonly TimeProvider time;
    private readonly bool underSnapshot;
    private readonly ITimer sweep;
    private readonly Lock gate = new();
    private readonly List<KeptSession> idle = [];
    private readonly CancellationTokenSource end = new();

    /// <summary>Sessions for <paramref name="purpose"/>, opened by <paramref name="open"/>, which may do so in a transaction under a
    /// snapshot.</summary>
    public KeptSessions(OpenSession open, SessionPurpose purpose, TimeProvider time, bool underSnapshot = false)
    {
        ArgumentNullException.ThrowIfNull(time);
        (this.open, this.purpose, this.time) = (open, purpose, time);
        this.underSnapshot = underSnapshot;
        sweep = time.CreateTimer(
            _ => _ = CloseAsync(session => time.GetElapsedTime(session.IdleSince) >= IdlePatience), null, IdlePatience, IdlePatience);
    }

    /// <summary>Does <paramref name="work"/> on a session, which is kept when the work goes well.</summary>
    public async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var session = await RentAsync(cancellationToken);
        T result;
        try
        {
            result = await work(session.Connection);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }

        await ReturnAsync(session);
        return result;
    }

    /// <summary>Opens a session for the first work, while its owner does something else. The first work tries again what fails
    /// here, and tells why.</summary>
    public async Task OpenAheadAsync() =>
        await ((Task)UseAsync(_ => Task.FromResult(true), end.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Closes what is idle now; sessions in use are not touched.</summary>
    public Task CloseIdleAsync() => CloseAsync(_ => true);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await sweep.DisposeAsync();
        await end.CancelAsync();
        await CloseIdleAsync();
    }

    private async Task<KeptSession> RentAsync(CancellationToken cancellationToken)
    {
        await CloseAsync(session => Database.HasEnded(session.Connection));
        lock (gate)
        {
            if (idle.Count > 0)
            {
                var kept = idle[^1];
                idle.RemoveAt(idle.Count - 1);
                return kept;
            }
        }

        var connection = await open(purpose, cancellationToken);
        if (underSnapshot)
            await TableReading.BeginAsync(connection, cancellationToken);
        return new KeptSession(connection);
    }

    private async Task ReturnAsync(KeptSession session)
    {
        if (++session.Uses >= (underSnapshot ? MostUsesUnderSnapshot : MostUsesOutside)
            || (underSnapshot && !await TableReading.TryUnlockAsync(session.Connection)))
        {
            await session.DisposeAsync();
            return;
        }

        session.IdleSince = time.GetTimestamp();
        lock (gate)
        {
            if (!end.IsCancellationRequested)
            {
                idle.Add(session);
                return;
            }
        }

        await session.DisposeAsync();
    }

    private async Task CloseAsync(Predicate<KeptSession> which)
    {
        List<KeptSession> closing;
        lock (gate)
        {
            closing = idle.FindAll(which);
            idle.RemoveAll(which);
        }

        foreach (var session in closing)
            await session.DisposeAsync();
    }

    private sealed class KeptSession(NpgsqlConnection connection) : IAsyncDisposable
    {
        public NpgsqlConnection Connection => connection;

        public int Uses { get; set; }

        public long IdleSince { get; set; }

        public async ValueTask DisposeAsync() => await SessionEnd.AbandonAsync(connection);
    }
}
