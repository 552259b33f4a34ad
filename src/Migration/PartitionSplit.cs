using System.Globalization;

namespace ActorMigrate.Migration;

/// <summary>Halves a partition that nobody has begun, so that idle nodes get work. Pure.</summary>
public static class PartitionSplit
{
    private static readonly string[] WholeNumbers = ["smallint", "integer", "bigint", "pg_catalog.int2", "pg_catalog.int4", "pg_catalog.int8"];

    /// <summary>Two partitions with the rows of one, none of them in both; null where its middle is not known: keys of other types than
    /// whole numbers, open ends of key ranges, single pages.</summary>
    public static (Partition First, Partition Second)? Halve(Partition partition, TableFacts table)
    {
        ArgumentNullException.ThrowIfNull(partition);
        ArgumentNullException.ThrowIfNull(table);
        return partition.Predicate switch
        {
            RowPredicate.CtidRange pages => Halve(partition, pages, table),
            RowPredicate.KeyRange keys => Halve(partition, keys),
            _ => null,
        };
    }

    private static (Partition, Partition)? Halve(Partition partition, RowPredicate.CtidRange range, TableFacts table)
    {
        var end = range.ToPage ?? RowEstimate.Pages(table);
        if (end - range.FromPage < 2)
            return null;
        var middle = range.FromPage + ((end - range.FromPage) / 2);
        return Of(partition, range with { ToPage = middle }, range with { FromPage = middle });
    }

    private static (Partition, Partition)? Halve(Partition partition, RowPredicate.KeyRange range)
    {
        if (range is not { Columns: [var column], After: [var after], UpTo: [var upTo] } || !WholeNumbers.Contains(column.TypeName)
            || !TryRead(after, out var low) || !TryRead(upTo, out var high) || (Int128)high - low < 2)
            return null;
        string[] middle = [((long)(low + (((Int128)high - low) / 2))).ToString(CultureInfo.InvariantCulture)];
        return Of(partition, range with { UpTo = middle }, range with { After = middle });
    }

    private static (Partition, Partition) Of(Partition whole, RowPredicate first, RowPredicate second) => (
        new Partition(whole.Name + "_1", first, whole.EstimatedRows / 2, whole.EstimatedBytes / 2),
        new Partition(whole.Name + "_2", second, whole.EstimatedRows - (whole.EstimatedRows / 2), whole.EstimatedBytes - (whole.EstimatedBytes / 2)));

    private static bool TryRead(string text, out long value) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
