namespace Akka.Actor.Internal;

/// <summary>A child and how often it has been restarted.</summary>
internal sealed class ChildStats(IInternalActorRef child)
{
    private int _restarts;
    private long? _windowStart;

    internal IInternalActorRef Child { get; } = child;

    /// <summary>Counts one more restart and says whether it is within the limits; negative limits are none.
    /// With a window and no number, one restart a window is allowed.</summary>
    internal bool RequestRestart(int maxRetries, int windowMilliseconds, TimeProvider time)
    {
        if (maxRetries == 0) return false;
        if (windowMilliseconds <= 0) return maxRetries < 0 || ++_restarts <= maxRetries;

        var now = time.GetTimestamp();
        _windowStart ??= now;
        if (time.GetElapsedTime(_windowStart.Value, now).TotalMilliseconds <= windowMilliseconds)
            return ++_restarts <= Math.Max(maxRetries, 1);

        _windowStart = now;
        _restarts = 1;
        return true;
    }
}
