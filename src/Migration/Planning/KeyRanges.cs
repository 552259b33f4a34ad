namespace ActorMigrate.Migration.Planning;

/// <summary>The last key of one tile of <c>ntile</c> over the primary key, as text, and the tile's rows.</summary>
public sealed record KeyTile(IReadOnlyList<string> LastKey, long Rows);

/// <summary>Turns tiles of the primary key into half-open ranges: the first up to its last key, each further one after the last
/// key of the one before, the last open-ended, so that no row at an edge is lost or doubled.</summary>
public static class KeyRanges
{
    /// <summary>Tiles of a partition, by which idle nodes may split it: three halvings.</summary>
    public const int TilesEach = 8;

    /// <summary>Returns up to <paramref name="count"/> partitions of <paramref name="table"/>, of about as many of the tiles each; empty
    /// when there are no tiles.</summary>
    public static IReadOnlyList<Partition> Of(TableFacts table, IReadOnlyList<KeyTile> tiles, int count)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(tiles);
        var total = Math.Max(1, tiles.Sum(tile => tile.Rows));
        var parts = Math.Min(count, tiles.Count);
        return [.. Enumerable.Range(0, parts).Select(i => Part(i, tiles.Count * i / parts, tiles.Count * (i + 1) / parts))];

        Partition Part(int number, int from, int to)
        {
            IReadOnlyList<KeyTile> own = [.. tiles.Take(to).Skip(from)];
            var range = new RowPredicate.KeyRange(
                table.PrimaryKey,
                from == 0 ? null : tiles[from - 1].LastKey,
                to == tiles.Count ? null : tiles[to - 1].LastKey,
                own.Count > 1 ? own : null);
            var rows = own.Sum(tile => tile.Rows);
            return new Partition(PartitionName.Of(table.Name, number), range, rows, (long)((double)table.TotalBytes * rows / total));
        }
    }
}
