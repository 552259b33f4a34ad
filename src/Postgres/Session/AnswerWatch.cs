namespace ActorMigrate.Postgres.Session;

/// <summary>An answer that has not come. <paramref name="Backend"/> is null where a session is still being opened.</summary>
public sealed record AwaitedAnswer(int? Backend, TimeSpan For);

/// <summary>The answers that short queries of one side's sessions await. A server of which a single process is stopped may answer some of
/// them and not others, because that process may hold a lightweight lock; no session fails then, and nothing times out for long.</summary>
public sealed class AnswerWatch(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly HashSet<Awaited> open = [];

    /// <summary>Counts an answer as awaited until the result is disposed.</summary>
    public IDisposable Await(int? backend)
    {
        var awaited = new Awaited(this, backend, time.GetTimestamp());
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

    private sealed class Awaited(AnswerWatch watch, int? backend, long since) : IDisposable
    {
        public int? Backend => backend;

        public long Since => since;

        public void Dispose()
        {
            lock (watch.gate)
                watch.open.Remove(this);
        }
    }
}
