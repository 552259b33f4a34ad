using ActorMigrate.Migration.Options;

namespace ActorMigrate.Migration.Planning;

/// <summary>Decides for each table whether one task moves it or how many partitions do. Pure.</summary>
public static class TransferPlanner
{
    /// <summary>Returns the plans of <paramref name="tables"/>, largest table first, for a run that copies as <paramref name="pace"/>
    /// says.</summary>
    public static IReadOnlyList<TransferPlan> Plan(IReadOnlyCollection<TableFacts> tables, PlanOptions options, CopyPace pace)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(options);
        var allBytes = tables.Sum(table => table.TotalBytes);
        return [.. tables.OrderByDescending(table => table.TotalBytes).ThenBy(table => table.Name)
            .Select(table => Plan(table, options, pace, allBytes))];
    }

    /// <summary>Returns the plan of one table among tables of <paramref name="allBytes"/>.</summary>
    public static TransferPlan Plan(TableFacts table, PlanOptions options, CopyPace pace, long allBytes)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        var rows = RowEstimate.Of(table);
        var count = PartitionCount.Of(table, rows, options, pace, allBytes);
        if (count < 2)
            return new TransferPlan.Whole(table, rows);
        var hasKey = table.PrimaryKey.Count > 0;
        return options.PartitionBy switch
        {
            PartitionBy.Keyset when hasKey => ByKey(ChunkRows.Fit(table, rows, options.ChunkSize)),
            PartitionBy.Ntile when hasKey => ByKey(null),
            _ when table.HasTidRangeScan => ByCtid(),
            _ when hasKey => ByKey(null),
            _ => new TransferPlan.Whole(table, rows),
        };

        TransferPlan ByKey(int? chunkRows) => new TransferPlan.ByKey(table, rows, count, chunkRows);

        TransferPlan ByCtid()
        {
            var partitions = CtidRanges.Split(table, rows, count);
            return partitions.Count < 2
                ? new TransferPlan.Whole(table, rows)
                : new TransferPlan.ByCtid(table, rows, partitions);
        }
    }
}
