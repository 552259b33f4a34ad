using System.Collections.Concurrent;

namespace Akka.Actor.Internal;

/// <summary>A system's scheduler on the timers of a <see cref="TimeProvider"/>.</summary>
internal sealed class TimeProviderScheduler(TimeProvider time) : IScheduler, IAdvancedScheduler, IDisposable
{
    private readonly ConcurrentDictionary<ScheduledAction, bool> _pending = new();
    private readonly long _started = time.GetTimestamp();
    private volatile bool _disposed;

    public IAdvancedScheduler Advanced => this;

    public DateTimeOffset Now => time.GetUtcNow();

    public TimeSpan MonotonicClock => time.GetElapsedTime(_started);

    public TimeSpan HighResMonotonicClock => time.GetElapsedTime(_started);

    /// <summary>How much is scheduled and has not come or been cancelled.</summary>
    internal int PendingCount => _pending.Count;

    /// <summary>Runs <paramref name="action"/> once; cheaper than with a <see cref="Cancelable"/>.</summary>
    internal ICancelable Once(TimeSpan delay, Action action) => Start(delay, Timeout.InfiniteTimeSpan, action, null);

    internal ICancelable Repeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) => Start(initialDelay, interval, action, null);

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, null);

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        ScheduleOnce(delay, () => receiver.Tell(message, sender), cancelable);

    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, null);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        ScheduleRepeatedly(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    public void ScheduleOnce(TimeSpan delay, Action action) => ScheduleOnce(delay, action, null);

    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Start(delay, Timeout.InfiniteTimeSpan, action, cancelable);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) =>
        ScheduleRepeatedly(initialDelay, interval, action, null);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable)
    {
        if (interval <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(interval), interval, "The interval must be positive.");
        Start(initialDelay, interval, action, cancelable);
    }

    public void Dispose()
    {
        _disposed = true;
        foreach (var scheduled in _pending.Keys) scheduled.Cancel();
    }

    internal void Forget(ScheduledAction scheduled) => _pending.TryRemove(scheduled, out _);

    private ScheduledAction Start(TimeSpan delay, TimeSpan interval, Action action, ICancelable? cancelable)
    {
        if (delay < TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(delay), delay, "The delay must not be negative.");
        ArgumentNullException.ThrowIfNull(action);
        var scheduled = new ScheduledAction(this, action, repeats: interval > TimeSpan.Zero);
        _pending.TryAdd(scheduled, true);
        scheduled.Start(time, delay, interval, cancelable);
        if (_disposed) scheduled.Cancel();
        return scheduled;
    }
}
