namespace Akka.Actor.Internal;

/// <summary>The timers of one instance of an actor.</summary>
internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
{
    private readonly Dictionary<object, (TimerTick Tick, ICancelable Scheduled)> _timers = [];
    private bool _closed;

    public IReadOnlyCollection<object> ActiveTimers => _timers.Keys;

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) => StartPeriodicTimer(key, msg, interval, interval);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval)
    {
        if (interval <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(interval), interval, "The interval must be positive.");
        Start(new TimerTick(this, key, msg, repeats: true), (timers, tell) => timers.Repeatedly(initialDelay, interval, tell));
    }

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) =>
        Start(new TimerTick(this, key, msg, repeats: false), (timers, tell) => timers.Once(timeout, tell));

    public bool IsTimerActive(object key) => _timers.ContainsKey(key);

    public void Cancel(object key)
    {
        if (_timers.Remove(key, out var timer)) timer.Scheduled.Cancel();
    }

    public void CancelAll()
    {
        foreach (var (_, scheduled) in _timers.Values) scheduled.Cancel();
        _timers.Clear();
    }

    /// <summary>The instance is no more: nothing ticks, and nothing can be started (by a late continuation of it).</summary>
    internal void Close()
    {
        CancelAll();
        _closed = true;
    }

    /// <summary>Whether the tick is of a timer that still runs; a single one ends with it.</summary>
    internal bool TryTake(TimerTick tick)
    {
        if (!_timers.TryGetValue(tick.Key, out var timer) || !ReferenceEquals(timer.Tick, tick)) return false;
        if (!tick.Repeats) _timers.Remove(tick.Key);
        return true;
    }

    private void Start(TimerTick tick, Func<TimeProviderScheduler, Action, ICancelable> schedule)
    {
        ArgumentNullException.ThrowIfNull(tick.Message);
        Cancel(tick.Key);
        if (_closed) return;
        _timers[tick.Key] = (tick, schedule(cell.SystemImpl.Timers, () => cell.Send(new Envelope(tick, null))));
    }
}

/// <summary>The tick of a timer on its way through the mailbox.</summary>
internal sealed class TimerTick(TimerScheduler owner, object key, object message, bool repeats)
{
    internal object Key { get; } = key;

    internal object Message { get; } = message;

    internal bool Repeats { get; } = repeats;

    /// <summary>Whether <paramref name="actor"/> is the instance that started the timer, and the timer still runs.</summary>
    internal bool TryTake(ActorBase? actor) =>
        actor is IWithTimers timing && ReferenceEquals(timing.Timers, owner) && owner.TryTake(this);
}
