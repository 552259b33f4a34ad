namespace ActorMigrate.Migration.Planning;

/// <summary>The work of a run: bytes to move and indexes to build. <paramref name="LargestCopy"/> are the bytes of its largest copy, which
/// no second stream shortens; <paramref name="ReadRate"/> are the bytes a second that one stream read out of the
/// source, or null where that was not measured.</summary>
public readonly record struct WorkAhead(
    long Bytes, long LargestCopy, int Streams, long? ReadRate, long? MaxRate, long IndexBytes, int IndexSlots);

/// <summary>About how long a run takes: seconds of the copies, and of the indexes after them.</summary>
public readonly record struct TimeAhead(double CopySeconds, double IndexSeconds)
{
    /// <summary>Both, one after the other. Indexes are built while other tables are copied, so that the run may be shorter.</summary>
    public double Seconds => CopySeconds + IndexSeconds;
}

/// <summary>Estimates the time of a run before it begins. Pure.</summary>
public static class TimeEstimate
{
    /// <summary>Bytes a second of one stream where nothing was measured; ordinary machines are faster.</summary>
    public const long AssumedRate = 40L << 20;

    /// <summary>Bytes of index that one slot builds in a second.</summary>
    public const long AssumedIndexRate = 30L << 20;

    /// <summary>Copies take as long as all streams need for all bytes, or one stream for the largest copy; the target is taken to write as
    /// fast as the source reads.</summary>
    public static TimeAhead Of(WorkAhead ahead)
    {
        var stream = Math.Max(1, ahead.ReadRate ?? AssumedRate);
        double all = stream * (double)Math.Max(1, ahead.Streams);
        if (ahead.MaxRate is { } limit)
            (all, stream) = (Math.Min(all, limit), Math.Min(stream, Math.Max(1, limit)));
        return new TimeAhead(
            Math.Max(ahead.Bytes / all, (double)ahead.LargestCopy / stream),
            (double)ahead.IndexBytes / (AssumedIndexRate * (double)Math.Max(1, ahead.IndexSlots)));
    }
}
