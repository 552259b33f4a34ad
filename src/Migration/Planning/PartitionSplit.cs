using System.Globalization;

namespace ActorMigrate.Migration.Planning;

/// <summary>Halves a partition that nobody has begun, so that idle nodes get work. Pure.</summary>
public static class PartitionSplit
{
    private static readonly string[] WholeNumbers =
        ["smallint", "integer", "bigint", "pg_catalog.int2", "pg_catalog.int4", "pg_catalog.int8"];

    /// <summary>Returns two partitions with the rows of one, none of them in both; null where its middle is not known: single pages, and
    /// key ranges without tiles that are open or of other types than whole numbers.</summary>
    public static (Partition First, Partition Second)? Halve(Partition partition, TableFacts table)
    {
        ArgumentNullException.ThrowIfNull(partition);
        ArgumentNullException.ThrowIfNull(table);
        return partition.Predicate switch
        {
            RowPredicate.CtidRange pages => Halve(partition, pages, table),
            RowPredicate.KeyRange { Within: [_, _, ..] tiles } keys => Halve(partition, keys, tiles),
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

    /// <summary>Halves a range of keys of any type, by what the source has said of them.</summary>
    private static (Partition, Partition)? Halve(Partition partition, RowPredicate.KeyRange range, IReadOnlyList<KeyTile> tiles)
    {
        IReadOnlyList<KeyTile> low = [.. tiles.Take(tiles.Count / 2)], high = [.. tiles.Skip(tiles.Count / 2)];
        var middle = low[^1].LastKey;
        var (first, second) =
            Of(partition, range with { UpTo = middle, Within = Inner(low) }, range with { After = middle, Within = Inner(high) });
        var (rows, all) = (low.Sum(tile => tile.Rows), Math.Max(1, tiles.Sum(tile => tile.Rows)));
        var bytes = (long)((double)partition.EstimatedBytes * rows / all);
        return (
            first with { EstimatedRows = rows, EstimatedBytes = bytes },
            second with { EstimatedRows = Math.Max(0, partition.EstimatedRows - rows), EstimatedBytes = partition.EstimatedBytes - bytes });
    }

    private static IReadOnlyList<KeyTile>? Inner(IReadOnlyList<KeyTile> tiles) => tiles.Count > 1 ? tiles : null;

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
        new Partition(
            whole.Name + "_2", second, whole.EstimatedRows - (whole.EstimatedRows / 2), whole.EstimatedBytes - (whole.EstimatedBytes / 2)));

    private static bool TryRead(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
