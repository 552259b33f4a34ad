using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Transfer.Statements;

/// <summary>Keeps the sessions of finished statements for the next ones, because a session for each of a hundred thousand indexes would
/// cost more than many of the indexes. A session that saw a failure is never kept; one that has served often is closed, because a
/// backend remembers every relation it has touched; and idle ones are closed soon, since others may want the connection.</summary>
public sealed class StatementSessions : IAsyncDisposable
{
    private const int MostUses = 500;
    private static readonly TimeSpan IdlePatience = TimeSpan.FromSeconds(5);

    private readonly OpenSession open;
    private readonly SessionPurpose purpose;
    private readonly TimeProvider time;
    private readonly ITimer sweep;
    private readonly Lock gate = new();
    private readonly List<StatementSession> idle = [];

    /// <summary>Sessions for <paramref name="purpose"/>, opened by <paramref name="open"/>.</summary>
    public StatementSessions(OpenSession open, SessionPurpose purpose, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        (this.open, this.purpose, this.time) = (open, purpose, time);
        sweep = time.CreateTimer(_ => _ = CloseAsync(session => time.GetElapsedTime(session.IdleSince) >= IdlePatience), null, IdlePatience, IdlePatience);
    }

    internal async Task<StatementSession> RentAsync(CancellationToken cancellationToken)
    {
        await CloseAsync(session => Database.HasEnded(session.Target));
        lock (gate)
        {
            if (idle.Count > 0)
            {
                var kept = idle[^1];
                idle.RemoveAt(idle.Count - 1);
                return kept;
            }
        }

        return new StatementSession(await open(purpose, cancellationToken));
    }

    /// <summary>Takes back the session of statements that went well.</summary>
    internal async Task ReturnAsync(StatementSession session)
    {
        if (++session.Uses >= MostUses)
        {
            await session.DisposeAsync();
            return;
        }

        session.IdleSince = time.GetTimestamp();
        lock (gate)
            idle.Add(session);
    }

    /// <summary>Closes what is idle now; sessions in use are not touched.</summary>
    public Task CloseIdleAsync() => CloseAsync(_ => true);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await sweep.DisposeAsync();
        await CloseIdleAsync();
    }

    private async Task CloseAsync(Predicate<StatementSession> which)
    {
        List<StatementSession> closing;
        lock (gate)
        {
            closing = idle.FindAll(which);
            idle.RemoveAll(which);
        }

        foreach (var session in closing)
            await session.DisposeAsync();
    }
}

/// <summary>A session for statements, outside of a transaction.</summary>
internal sealed class StatementSession(NpgsqlConnection target) : IAsyncDisposable
{
    public NpgsqlConnection Target => target;

    public int Uses { get; set; }

    public long IdleSince { get; set; }

    public async ValueTask DisposeAsync() => await SessionEnd.AbandonAsync(target);
}
