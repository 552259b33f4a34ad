namespace Akka.Actor.Internal;

/// <summary>One action on a timer: pending until it has run (once) or is cancelled.</summary>
internal sealed class ScheduledAction(TimeProviderScheduler scheduler, Action action, bool repeats) : ICancelable
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(uint.MaxValue - 1);
    private ITimer? _timer;
    private CancellationTokenRegistration _registration;
    private int _over;

    public bool IsCancellationRequested => Volatile.Read(ref _over) != 0;

    public CancellationToken Token => throw new NotSupportedException("Only a Cancelable has a token.");

    public void Cancel() => End();

    public void Cancel(bool throwOnFirstException) => End();

    public void CancelAfter(TimeSpan delay) => scheduler.ScheduleOnce(delay, Cancel);

    public void CancelAfter(int millisecondsDelay) => CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));

    internal void Start(TimeProvider time, TimeSpan delay, TimeSpan interval, ICancelable? cancelable)
    {
        if (delay > LongestDelay) delay = LongestDelay;
        using (ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
            _timer = time.CreateTimer(static state => ((ScheduledAction)state!).Run(), this, delay, interval);
        if (cancelable is not null) _registration = cancelable.Token.UnsafeRegister(static state => ((ScheduledAction)state!).End(), this);

        // It may have run or been cancelled before the timer was known here.
        if (IsCancellationRequested) Release();
    }

    private void Run()
    {
        if (repeats ? IsCancellationRequested : !TryEnd()) return;
        try
        {
            action();
        }
        finally
        {
            if (!repeats) Release();
        }
    }

    private void End()
    {
        if (TryEnd()) Release();
    }

    private bool TryEnd() => Interlocked.Exchange(ref _over, 1) == 0;

    private void Release()
    {
        scheduler.Forget(this);
        _timer?.Dispose();
        _registration.Dispose();
    }
}
