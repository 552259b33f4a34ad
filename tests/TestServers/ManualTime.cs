namespace ActorMigrate.TestServers;

/// <summary>A clock that stands still until it is moved. Its timers fire when they are told to, or as the clock passes them.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Waiting> timers = [];
    private readonly TaskCompletionSource awaited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long now;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The time since the clock was made.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(GetTimestamp());

    /// <inheritdoc />
    public override long GetTimestamp() => Interlocked.Read(ref now);

    /// <summary>Moves the clock and fires the timers that are due.</summary>
    public void Advance(TimeSpan by)
    {
        Interlocked.Add(ref now, by.Ticks);
        Waiting[] due;
        lock (gate)
            due = [.. timers.Where(timer => timer.At <= now)];
        foreach (var timer in due)
            timer.Fire();
    }

    /// <summary>Passes over every timer that is set until <paramref name="done"/> completes.</summary>
    public async Task FireAsync(Task done)
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        while (!done.IsCompleted)
        {
            TimeSpan? next;
            lock (gate)
                next = timers.Count == 0 ? null : TimeSpan.FromTicks(Math.Max(0, timers.Min(timer => timer.At) - now));
            if (next is { } wait)
                Advance(wait);
            await Task.WhenAny(done, Task.Delay(5, deadline.Token));
            deadline.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Waits until a timer is set that is due after just <paramref name="wait"/>, and moves the clock there.</summary>
    public async Task PassAsync(TimeSpan wait)
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        while (!IsSet(wait))
            await Task.Delay(5, deadline.Token);
        Advance(wait);
    }

    private bool IsSet(TimeSpan wait)
    {
        lock (gate)
            return timers.Exists(timer => timer.At == now + wait.Ticks);
    }

    /// <summary>Completes when the first timer is set.</summary>
    public Task WhenAwaitedAsync() => awaited.Task;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Waiting(this, () => callback(state), period);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Waiting(ManualTime time, Action fire, TimeSpan period) : ITimer
    {
        private TimeSpan every = period;

        public long At { get; private set; }

        public void Fire()
        {
            if (!Set(every))
                return;
            fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            every = period;
            lock (time.gate)
                time.timers.Add(this);
            var isSet = Set(dueTime);
            time.awaited.TrySetResult();
            return isSet;
        }

        public void Dispose() => Set(Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        /// <summary>Sets the next time, or none. False when the timer had none.</summary>
        private bool Set(TimeSpan wait)
        {
            lock (time.gate)
            {
                At = time.now + wait.Ticks;
                return wait > TimeSpan.Zero || wait == TimeSpan.Zero ? time.timers.Contains(this) : time.timers.Remove(this);
            }
        }
    }
}
