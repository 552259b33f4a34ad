namespace ActorMigrate.Migration.Planning;

/// <summary>Fits the rows of a keyset chunk to a table's row width, so that a chunk stays a bounded amount of work to repeat.</summary>
internal static class ChunkRows
{
    private const long TargetBytes = 64L << 20;
    private const int Fewest = 100;

    /// <summary>Returns the rows of one chunk: at most <paramref name="chunkSize"/>, and no more than about 64 MiB.</summary>
    public static int Fit(TableFacts table, long estimatedRows, int chunkSize)
    {
        var width = Math.Max(1, table.TotalBytes / Math.Max(1, estimatedRows));
        return (int)Math.Clamp(TargetBytes / width, Math.Min(Fewest, chunkSize), chunkSize);
    }
}
