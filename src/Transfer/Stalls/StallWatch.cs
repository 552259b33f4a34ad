using ActorMigrate.Migration.Liveness;

namespace ActorMigrate.Transfer.Stalls;

/// <summary>Tracks one attempt's progress: the time of its last moved byte, and since when other sessions hold it up.</summary>
internal sealed class StallWatch(bool copies, TimeSpan stallTimeout, TimeProvider time)
{
    private long movedAt = time.GetTimestamp();
    private long lookedAt = time.GetTimestamp();
    private long? heldUpSince;
    private bool looks;
    private Standstill? before;

    /// <summary>The reason why the attempt stands still, or null when none was seen since its last moved byte.</summary>
    public string? Words { get; private set; }

    /// <summary>The time since the last byte moved.</summary>
    public TimeSpan Idle => time.GetElapsedTime(movedAt);

    /// <summary>The attempt is to be given up.</summary>
    public bool IsStalled =>
        StallPolicy.IsStalled(copies, Idle, heldUpSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero, stallTimeout);

    /// <summary>Bytes have moved.</summary>
    public void Moved()
    {
        movedAt = time.GetTimestamp();
        heldUpSince = null;
        Words = null;
    }

    /// <summary>Returns true when the servers must be asked now; the answer goes to <see cref="Looked"/>.</summary>
    public bool TryLook()
    {
        var after = StallPolicy.LookAfter(stallTimeout);
        if (looks || Idle < after || time.GetElapsedTime(lookedAt) < after)
            return false;
        return looks = true;
    }

    /// <summary>Takes what was seen; true when it is worth telling: who is in the way has changed, or what a copy waits for.</summary>
    public bool Looked(Standstill? seen)
    {
        looks = false;
        lookedAt = time.GetTimestamp();
        // One look may meet such a wait by chance; two in a row show that something is wrong in the server.
        var unheard = seen is { IsUnheard: true } && before is { IsUnheard: true };
        var inServer = seen is { AwaitsServer: true } && before is { AwaitsServer: true };
        heldUpSince = seen is { HeldUp: true } || unheard ? heldUpSince ?? lookedAt : null;
        var stuck = unheard || inServer || (seen?.Progress is { } progress && progress == before?.Progress);
        before = seen;
        if (seen is null || !(copies || seen.HeldUp || stuck) || seen.Words == Words)
            return false;
        Words = seen.Words;
        return true;
    }
}
