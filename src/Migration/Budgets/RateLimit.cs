namespace ActorMigrate.Migration.Budgets;

/// <summary>The number of bytes that may be copied in a second. The same bytes leave the source and reach the target, so one number holds
/// for either side and for both. Pure.</summary>
public static class RateLimit
{
    /// <summary>Returns the share of the migration's <paramref name="total"/> for one of <paramref name="nodes"/> that copy, and not more
    /// than the node's <paramref name="own"/> limit; null where neither limits anything.</summary>
    public static long? ShareOf(long? total, long? own, int nodes)
    {
        var share = total / Math.Max(1, nodes) is { } part ? Math.Max(1, part) : (long?)null;
        return share is null || own < share ? own : share;
    }
}

/// <summary>A token bucket: bytes are granted at once, and paid for by a wait afterwards. Its tokens are bytes that may still be moved
/// without a wait; below zero they are a debt. Pure; <see cref="At"/> is a time of any clock that only goes forward.</summary>
public readonly record struct TokenBucket(double Tokens, TimeSpan At)
{
    /// <summary>So long the bucket fills when nothing is moved: what was not used before cannot be made up for later.</summary>
    private static readonly TimeSpan Depth = TimeSpan.FromMilliseconds(250);

    /// <summary>Takes up to <paramref name="wanted"/> bytes at <paramref name="rate"/> bytes a second, at the time
    /// <paramref name="now"/>: how many are granted, at least one, and how long to wait before they are moved.</summary>
    public (TokenBucket After, int Granted, TimeSpan Wait) Take(int wanted, long rate, TimeSpan now)
    {
        var depth = rate * Depth.TotalSeconds;
        var filled = Math.Min(depth, Tokens + ((now - At).TotalSeconds * rate));
        var granted = (int)Math.Clamp(depth, 1, wanted);
        var left = filled - granted;
        var wait = left >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-left / rate);
        return (new TokenBucket(left, now), granted, wait);
    }
}
