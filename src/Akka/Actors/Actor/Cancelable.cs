namespace Akka.Actor;

/// <summary>Something that can be cancelled.</summary>
public interface ICancelable
{
    /// <summary>Whether it has been.</summary>
    bool IsCancellationRequested { get; }

    /// <summary>A token that is cancelled with it.</summary>
    CancellationToken Token { get; }

    /// <summary>Cancels it.</summary>
    void Cancel();

    /// <summary>Cancels it, after a delay.</summary>
    void CancelAfter(TimeSpan delay);

    /// <summary>Cancels it, after a delay in milliseconds.</summary>
    void CancelAfter(int millisecondsDelay);

    /// <summary>Cancels it; with true, the first callback that throws ends the round.</summary>
    void Cancel(bool throwOnFirstException);
}

/// <summary>Cancels what it was given to when scheduling.</summary>
public class Cancelable : ICancelable, IDisposable
{
    private readonly IActionScheduler _scheduler;
    private readonly CancellationTokenSource _source = new();

    /// <summary>For what <paramref name="scheduler"/> schedules.</summary>
    public Cancelable(IScheduler scheduler)
        : this(scheduler.Advanced)
    {
    }

    /// <summary>For what <paramref name="scheduler"/> schedules.</summary>
    public Cancelable(IActionScheduler scheduler) => _scheduler = scheduler;

    /// <summary>For what <paramref name="scheduler"/> schedules, and cancelled after a delay.</summary>
    public Cancelable(IScheduler scheduler, TimeSpan delay)
        : this(scheduler) => CancelAfter(delay);

    /// <inheritdoc/>
    public bool IsCancellationRequested => _source.IsCancellationRequested;

    /// <inheritdoc/>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Cancel() => Cancel(throwOnFirstException: false);

    /// <inheritdoc/>
    public void Cancel(bool throwOnFirstException) => _source.Cancel(throwOnFirstException);

    /// <inheritdoc/>
    public void CancelAfter(TimeSpan delay) => _scheduler.ScheduleOnce(delay, Cancel, this);

    /// <inheritdoc/>
    public void CancelAfter(int millisecondsDelay) => CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of the token's resources.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) _source.Dispose();
    }
}

/// <summary>Cancelling what may not be there.</summary>
public static class CancelableExtensions
{
    /// <summary>Cancels it if there is one.</summary>
    public static void CancelIfNotNull(this ICancelable? cancelable) => cancelable?.Cancel();
}
