using ActorMigrate.Migration.Options;

namespace ActorMigrate.Migration.Planning;

/// <summary>The number of partitions that a table is split into. A table that no other work waits for is best copied in one piece: COPY
/// with FREEZE fills it, so that neither index builds nor VACUUM write its pages again.</summary>
public static class PartitionCount
{
    /// <summary>A partition is no smaller than this when the planner chooses; below, the tasks cost more than they save.</summary>
    public const long LeastBytes = 64L << 20;

    /// <summary>Partitions of each stream's share, so that streams end together although partitions take different times.</summary>
    private const int PartsOfShare = 2;

    /// <summary>The greatest number that there is a setting for.</summary>
    private const int Most = 256;

    internal static int Of(TableFacts table, long estimatedRows, PlanOptions options, CopyPace pace, long allBytes)
    {
        var threshold = options.PartitionThreshold;
        if (threshold.Rows is { } rows)
            return ByThreshold((double)estimatedRows / rows, options.MaxPartitions);
        if (threshold.Bytes is { } bytes)
            return ByThreshold((double)table.TotalBytes / bytes, options.MaxPartitions);
        return Math.Max(ForStreams(table, pace.Streams, allBytes, options.MaxPartitions), ForAttempts(table, pace.AttemptBytes));
    }

    /// <summary>Returns 1 below the threshold; a quarter of the most at it, half from twice, three quarters from five times, all from ten
    /// times.</summary>
    private static int ByThreshold(double times, int most)
    {
        if (times < 1)
            return 1;
        var share = times switch
        {
            >= 10 => 1.0,
            >= 5 => 0.75,
            >= 2 => 0.5,
            _ => 0.25,
        };
        return Math.Max(2, (int)(most * share));
    }

    /// <summary>Returns the partitions that keep all streams at work: a table that is more than half of what one stream copies would keep
    /// the others waiting at the end.</summary>
    private static int ForStreams(TableFacts table, int streams, long allBytes, int most)
    {
        var share = Math.Max(1, allBytes / Math.Max(1, streams));
        if (streams < 2 || table.TotalBytes < 2 * LeastBytes || table.TotalBytes <= share / 2)
            return 1;
        var wanted = (int)Math.Ceiling((double)PartsOfShare * table.TotalBytes / share);
        return (int)Math.Min(Math.Min(wanted, most), table.TotalBytes / LeastBytes);
    }

    private static int ForAttempts(TableFacts table, long attemptBytes) =>
        (int)Math.Min(Most, (table.TotalBytes + attemptBytes - 1) / Math.Max(1, attemptBytes));
}
