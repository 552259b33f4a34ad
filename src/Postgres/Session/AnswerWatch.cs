using System.Data;

namespace ActorMigrate.Postgres.Session;

/// <summary>An answer that has not come. <paramref name="Backend"/> is null where a session is still being opened.</summary>
public sealed record AwaitedAnswer(int? Backend, TimeSpan For)
{
    /// <summary>The session has been busy for as long, perhaps with many questions that were answered: the server knows.</summary>
    public bool MayBeMany { get; init; }
}

/// <summary>The answers that short queries of one side's sessions await. A server of which a single process is stopped may answer some of
/// them and not others, because that process may hold a lightweight lock; no session fails then, and nothing times out for long.</summary>
public sealed class AnswerWatch(TimeProvider time)
{
    private readonly TimeProvider time = time;
    private readonly Lock gate = new();
    private readonly HashSet<Question> open = [];
    private readonly List<Attended> sessions = [];
    private TimeSpan latest;

    /// <summary>Counts an answer as awaited until the result is disposed.</summary>
    public Question Await(int? backend)
    {
        var awaited = new Question(this, backend, time.GetTimestamp());
        lock (gate)
            open.Add(awaited);
        return awaited;
    }

    /// <summary>Watches all questions of a session until it is closed, by its <paramref name="state"/> at each look.</summary>
    public void Attend(int backend, Func<ConnectionState> state)
    {
        lock (gate)
        {
            sessions.RemoveAll(one => !one.IsOpen);
            sessions.Add(new Attended(backend, state));
        }
    }

    /// <summary>Looks, and returns the answers that have been awaited for longer than <paramref name="least"/>, the oldest first.</summary>
    public IReadOnlyList<AwaitedAnswer> Over(TimeSpan least)
    {
        lock (gate)
        {
            sessions.RemoveAll(one => !one.IsOpen);
            foreach (var one in sessions)
                Look(one);
            var many = sessions.Where(one => one.BusySince is not null)
                .Select(one => new AwaitedAnswer(one.Backend, time.GetElapsedTime(one.BusySince!.Value)) { MayBeMany = true });
            return
            [
                .. open.Select(one => new AwaitedAnswer(one.Backend, time.GetElapsedTime(one.Since))).Concat(many)
                    .Where(one => one.For > least).OrderByDescending(one => one.For),
            ];
        }
    }

    private void Look(Attended session)
    {
        if (session.IsBusy)
        {
            session.BusySince ??= time.GetTimestamp();
        }
        else if (session.BusySince is { } since)
        {
            Note(time.GetElapsedTime(since));
            session.BusySince = null;
        }
    }

    private void Note(TimeSpan took) => latest = took > latest ? took : latest;

    /// <summary>Returns true when an answer that took longer than <paramref name="least"/> has come since this was asked before.</summary>
    public bool TakeLate(TimeSpan least)
    {
        lock (gate)
        {
            var came = latest > least;
            latest = TimeSpan.Zero;
            return came;
        }
    }

    /// <summary>A question whose answer is awaited; it may be given up without one.</summary>
    public sealed class Question : IDisposable
    {
        private readonly AnswerWatch watch;

        internal Question(AnswerWatch watch, int? backend, long since) => (this.watch, Backend, Since) = (watch, backend, since);

        internal int? Backend { get; }

        internal long Since { get; }

        /// <summary>Notes that the answer has come.</summary>
        public void Answered()
        {
            lock (watch.gate)
                watch.Note(watch.time.GetElapsedTime(Since));
        }

        /// <inheritdoc />
        public void Dispose()
        {
            lock (watch.gate)
                watch.open.Remove(this);
        }
    }

    /// <summary>A session all of whose questions are watched. Its state does not tell one question from the next.</summary>
    private sealed class Attended(int backend, Func<ConnectionState> state)
    {
        public int Backend => backend;

        public long? BusySince { get; set; }

        public bool IsOpen => (state() & ConnectionState.Open) != 0;

        public bool IsBusy => (state() & (ConnectionState.Executing | ConnectionState.Fetching)) != 0;
    }
}
