namespace Akka.TestKit;

/// <summary>Waiting for something to become true.</summary>
public abstract partial class TestKitBase
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs <paramref name="assertion"/> again and again until it does not throw; when the time is over, lets it throw.</summary>
    public void AwaitAssert(
        Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        var stop = Now + RemainingOrDilated(duration);
        while (true)
        {
            try
            {
                assertion();
                return;
            }
            catch (Exception) when (Now + (interval ?? DefaultInterval) < stop)
            {
                Pause(interval ?? DefaultInterval, cancellationToken);
            }
        }
    }

    /// <summary>As <see cref="AwaitAssert"/>.</summary>
    public Task AwaitAssertAsync(
        Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        AwaitAssertAsync(
            () =>
            {
                assertion();
                return Task.CompletedTask;
            },
            duration,
            interval,
            cancellationToken);

    /// <summary>As <see cref="AwaitAssert"/>.</summary>
    public async Task AwaitAssertAsync(
        Func<Task> assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        var stop = Now + RemainingOrDilated(duration);
        while (true)
        {
            try
            {
                await assertion().ConfigureAwait(false);
                return;
            }
            catch (Exception) when (Now + (interval ?? DefaultInterval) < stop)
            {
                await Task.Delay(interval ?? DefaultInterval, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits until <paramref name="conditionIsFulfilled"/>; fails if it is not in time.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <summary>Waits until <paramref name="conditionIsFulfilled"/>; fails if it is not in time.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, null, cancellationToken);

    /// <summary>Waits until <paramref name="conditionIsFulfilled"/>; fails with <paramref name="message"/> if it is not in time.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, string? message, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, message, cancellationToken);

    /// <summary>Waits until <paramref name="conditionIsFulfilled"/>; fails with <paramref name="message"/> if it is not in time.</summary>
    public void AwaitCondition(
        Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null,
        CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        var stop = Now + limit;
        while (!conditionIsFulfilled())
        {
            if (Now >= stop) throw NotFulfilled(limit, message);
            Pause(interval ?? DefaultInterval, cancellationToken);
        }
    }

    /// <summary>Waits until <paramref name="conditionIsFulfilled"/>; fails if it is not in time.</summary>
    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <summary>Waits until <paramref name="conditionIsFulfilled"/>; fails if it is not in time.</summary>
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <summary>Waits until <paramref name="conditionIsFulfilled"/>; fails if it is not in time.</summary>
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, null, cancellationToken);

    /// <summary>Waits until <paramref name="conditionIsFulfilled"/>; fails with <paramref name="message"/> if it is not in time.</summary>
    public Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null,
        CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(() => Task.FromResult(conditionIsFulfilled()), max, interval, message, cancellationToken);

    /// <summary>Waits until <paramref name="conditionIsFulfilled"/>; fails with <paramref name="message"/> if it is not in time.</summary>
    public async Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null,
        CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        var stop = Now + limit;
        while (!await conditionIsFulfilled().ConfigureAwait(false))
        {
            if (Now >= stop) throw NotFulfilled(limit, message);
            await Task.Delay(interval ?? DefaultInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Pause(TimeSpan interval, CancellationToken token)
    {
        token.WaitHandle.WaitOne(interval);
        token.ThrowIfCancellationRequested();
    }

    private Exception NotFulfilled(TimeSpan limit, string? message) =>
        Failure($"Timeout {limit} expired while waiting for condition.{(message is null ? string.Empty : $" Message: {message}")}");
}
