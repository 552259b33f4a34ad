namespace ActorMigrate.Postgres.Session;

/// <summary>An answer that has not come. <paramref name="Backend"/> is null where a session is still being opened.</summary>
public sealed record AwaitedAnswer(int? Backend, TimeSpan For);

/// <summary>The answers that short queries of one side's sessions await. A server of which a single process is stopped may answer some of
/// them and not others, because that process may hold a lightweight lock; no session fails then, and nothing times out for long.</summary>
public sealed class AnswerWatch(TimeProvider time)
{
    private readonly TimeProvider time = time;
    private readonly Lock gate = new();
    private readonly HashSet<Question> open = [];
    private TimeSpan latest;

    /// <summary>Counts an answer as awaited until the result is disposed.</summary>
    public Question Await(int? backend)
    {
        var awaited = new Question(this, backend, time.GetTimestamp());
        lock (gate)
            open.Add(awaited);
        return awaited;
    }

    /// <summary>Returns the answers that have been awaited for longer than <paramref name="least"/>, the oldest first.</summary>
    public IReadOnlyList<AwaitedAnswer> Over(TimeSpan least)
    {
        lock (gate)
        {
            return
            [
                .. open.Select(one => new AwaitedAnswer(one.Backend, time.GetElapsedTime(one.Since))).Where(one => one.For > least)
                    .OrderByDescending(one => one.For),
            ];
        }
    }

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
            {
                var took = watch.time.GetElapsedTime(Since);
                watch.latest = took > watch.latest ? took : watch.latest;
            }
        }

        /// <inheritdoc />
        public void Dispose()
        {
            lock (watch.gate)
                watch.open.Remove(this);
        }
    }
}
