namespace ActorMigrate.Migration.Planning;

/// <summary>Splits a table into ranges of pages.</summary>
internal static class CtidRanges
{
    /// <summary>Returns at most <paramref name="count"/> ranges of equal length that cover every page, the last one open-ended; fewer
    /// where there are fewer pages.</summary>
    public static IReadOnlyList<Partition> Split(TableFacts table, long estimatedRows, int count)
    {
        var pages = RowEstimate.Pages(table);
        var ranges = (int)Math.Max(1, Math.Min(count, pages));
        var partitions = new List<Partition>(ranges);
        for (var i = 0; i < ranges; i++)
        {
            var from = pages * i / ranges;
            long? to = i == ranges - 1 ? null : pages * (i + 1) / ranges;
            var share = pages == 0 ? 1.0 : (double)((to ?? pages) - from) / pages;
            partitions.Add(new Partition(
                PartitionName.Of(table.Name, i),
                new RowPredicate.CtidRange(from, to),
                (long)Math.Round(estimatedRows * share),
                (long)Math.Round(table.TotalBytes * share)));
        }

        return partitions;
    }
}
