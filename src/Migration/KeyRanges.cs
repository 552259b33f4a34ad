namespace ActorMigrate.Migration;

/// <summary>The last key of one tile of <c>ntile</c> over the primary key, as text, and the tile's rows.</summary>
public sealed record KeyTile(IReadOnlyList<string> LastKey, long Rows);

/// <summary>Turns tiles of the primary key into half-open ranges: the first up to its last key, each further one after the last
/// key of the one before, the last open-ended, so that no row at an edge is lost or doubled.</summary>
public static class KeyRanges
{
    /// <summary>The partitions of <paramref name="table"/>; empty when there are no tiles.</summary>
    public static IReadOnlyList<Partition> Of(TableFacts table, IReadOnlyList<KeyTile> tiles)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(tiles);
        var total = Math.Max(1, tiles.Sum(tile => tile.Rows));
        return
        [
            .. tiles.Select((tile, i) => new Partition(
                PartitionName.Of(table.Name, i),
                new RowPredicate.KeyRange(
                    table.PrimaryKey,
                    i == 0 ? null : tiles[i - 1].LastKey,
                    i == tiles.Count - 1 ? null : tile.LastKey),
                tile.Rows,
                (long)((double)table.TotalBytes * tile.Rows / total))),
        ];
    }
}
