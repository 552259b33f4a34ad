using ActorMigrate.Migration.Budgets;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Keeps all copies of a node within the node's own limit and within its share of the migration's limit. The ledger says how many
/// nodes share the latter; while the ledger does not answer, the last number is used. Both limits can be changed while copies
/// run.</summary>
/// <param name="total">Bytes a second of the whole migration, as it was begun; null for no limit.</param>
/// <param name="own">Bytes a second of this node, as it was started; null for no limit.</param>
/// <param name="countNodes">Counts the living nodes that copy, this one among them.</param>
/// <param name="time">Local time.</param>
public sealed class Throttle(long? total, long? own, Func<CancellationToken, Task<int>> countNodes, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly long start = time.GetTimestamp();
    private volatile Limits limits = new(total, own);
    private TokenBucket bucket;
    private TimeSpan nextLook;
    private int nodes = 1;

    private sealed record Limits(long? Total, long? Own);

    /// <summary>Sets the limits that hold from now on: 0 is none, null is what they began with.</summary>
    public void Set(long? newTotal, long? newOwn) => limits = new Limits(Or(newTotal, total), Or(newOwn, own));

    private static long? Or(long? set, long? begun) => set switch
    {
        null => begun,
        0 => null,
        _ => set,
    };

    /// <summary>Waits until some of <paramref name="wanted"/> bytes may be moved, and answers how many.</summary>
    public async ValueTask<int> TakeAsync(int wanted, CancellationToken cancellationToken)
    {
        var now = limits;
        if (now is { Total: null, Own: null })
            return wanted;
        if (now.Total is not null)
            await LookAsync(cancellationToken);
        var (granted, wait) = Take(wanted, now);
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancellationToken);
        return granted;
    }

    private (int Granted, TimeSpan Wait) Take(int wanted, Limits now)
    {
        var rate = RateLimit.ShareOf(now.Total, now.Own, Volatile.Read(ref nodes))!.Value;
        lock (gate)
        {
            (bucket, var granted, var wait) = bucket.Take(wanted, rate, time.GetElapsedTime(start));
            return (granted, wait);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (!IsDue())
            return;
        try
        {
            Volatile.Write(ref nodes, await countNodes(cancellationToken));
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The copy itself finds out when the target is gone.
        }
    }

    private bool IsDue()
    {
        lock (gate)
        {
            var now = time.GetElapsedTime(start);
            if (now < nextLook)
                return false;
            nextLook = now + LookEvery;
            return true;
        }
    }
}
