namespace ActorMigrate.Postgres.Session;

/// <summary>Measures how long this process has run, without the time in which it stood still: paused by its user, or on a machine that
/// slept.</summary>
internal sealed class WakefulTime : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    private readonly Timer timer;
    private long ticks;

    public WakefulTime() => timer = new Timer(_ => Interlocked.Increment(ref ticks), null, Tick, Tick);

    /// <summary>The time that was measured: less than has passed, by a tick at most, where the process did not stand still.</summary>
    public TimeSpan Elapsed => Tick * Interlocked.Read(ref ticks);

    /// <inheritdoc />
    public void Dispose() => timer.Dispose();
}
