namespace Akka.TestKit;

/// <summary>How long a kit waits: for itself, within a block, on this machine.</summary>
public abstract partial class TestKitBase
{
    /// <summary>When the innermost block ends, or null outside of blocks.</summary>
    private TimeSpan? _end;

    private bool _lastWasNoMessage;

    /// <summary>Time since the machine started; never goes back.</summary>
    public static TimeSpan Now => TimeProvider.System.GetElapsedTime(0);

    /// <summary>What is left of the block; throws outside of blocks.</summary>
    public TimeSpan Remaining => _end is { } end
        ? Left(end)
        : throw new InvalidOperationException(@"Remaining may not be called outside of ""within""");

    /// <summary>What is left of the block, or else how long to wait for one message.</summary>
    public TimeSpan RemainingOrDefault => RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    /// <summary>Runs <paramref name="action"/>, in which all waiting ends when <paramref name="max"/> does; fails if it takes longer.</summary>
    public void Within(TimeSpan max, Action action, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, action, null, epsilonValue, cancellationToken);

    /// <summary>Runs <paramref name="action"/>, in which all waiting ends when <paramref name="max"/> does; fails if it takes longer, or less than <paramref name="min"/>.</summary>
    public void Within(
        TimeSpan min, TimeSpan max, Action action, string? hint = null, TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        Within<object?>(
            min,
            max,
            () =>
            {
                action();
                return null;
            },
            hint,
            epsilonValue,
            cancellationToken);

    /// <summary>As the overload for actions.</summary>
    public T Within<T>(TimeSpan max, Func<T> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <summary>As the overload for actions.</summary>
    public T Within<T>(
        TimeSpan min, TimeSpan max, Func<T> function, string? hint = null, TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default)
    {
        var block = Enter(max);
        T result;
        try
        {
            result = function();
        }
        finally
        {
            _end = block.Outer;
        }

        Check(block, min, hint, epsilonValue);
        return result;
    }

    /// <summary>As the overload for actions.</summary>
    public Task WithinAsync(
        TimeSpan max, Func<Task> actionAsync, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, actionAsync, null, epsilonValue, cancellationToken);

    /// <summary>As the overload for actions.</summary>
    public async Task WithinAsync(
        TimeSpan min, TimeSpan max, Func<Task> actionAsync, string? hint = null, TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default)
    {
        var block = Enter(max);
        try
        {
            await actionAsync().ConfigureAwait(false);
        }
        finally
        {
            _end = block.Outer;
        }

        Check(block, min, hint, epsilonValue);
    }

    /// <summary>What is left of the block, or else <paramref name="duration"/>, on this machine.</summary>
    public TimeSpan RemainingOrDilated(TimeSpan? duration)
    {
        if (duration is not { } given) return RemainingOrDefault;
        if (given < TimeSpan.Zero && given != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(nameof(duration), given, "The duration must be positive.");
        var dilated = Dilated(given);
        if (_end is not { } end) return dilated;
        var left = Left(end);
        return dilated == Timeout.InfiniteTimeSpan || left < dilated ? left : dilated;
    }

    /// <summary>What is left of the block, or else <paramref name="duration"/>.</summary>
    protected TimeSpan RemainingOr(TimeSpan duration) => _end is { } end ? Left(end) : duration;

    private static TimeSpan Left(TimeSpan end)
    {
        var left = end - Now;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    private (TimeSpan? Outer, TimeSpan Started, TimeSpan Limit) Enter(TimeSpan max)
    {
        var limit = RemainingOrDilated(max);
        var block = (_end, Now, limit);
        _end = Now + limit;
        _lastWasNoMessage = false;
        return block;
    }

    private void Check((TimeSpan? Outer, TimeSpan Started, TimeSpan Limit) block, TimeSpan min, string? hint, TimeSpan? epsilon)
    {
        var took = Now - block.Started;
        var about = hint is null ? string.Empty : $" [{hint}]";
        _assertions.AssertTrue(min <= took, $"Failed: Block took {took}, should have at least been {min}{about}");
        if (_lastWasNoMessage) return;
        _assertions.AssertTrue(
            took <= block.Limit + (epsilon ?? TimeSpan.Zero), $"Failed: Block took {took}, exceeding {block.Limit}{about}");
    }
}
