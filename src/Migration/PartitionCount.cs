namespace ActorMigrate.Migration;

/// <summary>How many partitions a table is cut into, by how many times it exceeds the threshold.</summary>
internal static class PartitionCount
{
    /// <summary>1 below the threshold; a quarter of the most at it, half from twice, three quarters from five times, all from ten times.</summary>
    public static int Of(TableFacts table, long estimatedRows, PlanOptions options)
    {
        var threshold = options.PartitionThreshold;
        var times = threshold.Rows is { } rows
            ? (double)estimatedRows / rows
            : (double)table.TotalBytes / threshold.Bytes!.Value;
        if (times < 1)
            return 1;
        var share = times switch
        {
            >= 10 => 1.0,
            >= 5 => 0.75,
            >= 2 => 0.5,
            _ => 0.25,
        };
        return Math.Max(2, (int)(options.MaxPartitions * share));
    }
}
