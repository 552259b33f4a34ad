namespace ActorMigrate.Migration.Planning;

/// <summary>Estimates a table's rows as the planner of PostgreSQL does: the density of the last ANALYZE times the size of now
/// (manual, section 76.1), and from the size alone for a table that was never analysed.</summary>
public static class RowEstimate
{
    private const int PageBytes = 8192;

    /// <summary>Rows assumed in a page of a table that was never analysed: rows of about 64 bytes.</summary>
    private const int RowsPerUnknownPage = 120;

    /// <summary>Returns the estimated rows of <paramref name="table"/>, from 0.</summary>
    public static long Of(TableFacts table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var pages = Pages(table);
        if (table.RelTuples is >= 0 and { } tuples && table.RelPages > 0)
            return (long)Math.Round(tuples / table.RelPages * pages);
        return pages * RowsPerUnknownPage;
    }

    /// <summary>Returns the pages of the main fork.</summary>
    public static long Pages(TableFacts table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return (table.HeapBytes + PageBytes - 1) / PageBytes;
    }
}
