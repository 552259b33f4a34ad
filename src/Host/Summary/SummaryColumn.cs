using ActorMigrate.Host.Wording;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Summary;

/// <summary>One column of the table of tables: its title, its cell for a table, and whether it may
/// be left out on a narrow terminal.</summary>
internal sealed record SummaryColumn(string Title, bool IsNumber, Func<TableSummary, string> CellOf, int Importance)
{
    private const int Always = int.MaxValue;

    // Between two columns, and before the first and after the last.
    private const int Padding = 3;

    private static readonly SummaryColumn[] _all =
    [
        new("Table", false, NameOf, Always),
        new("Rows", true, table => Amounts.Count(table.Rows), Always),
        new("Bytes", true, table => Amounts.Bytes(table.Bytes), 5),
        new("Time", true, table => Amounts.Seconds(table.Seconds), 4),
        new("Rows/s", true, table => Amounts.Count((long)table.RowsPerSecond), 3),
        new("Partitions", true, table => Amounts.Count(table.Partitions), 1),
        new("Attempts", true, table => Amounts.Count(table.Attempts), 2),
        new("Result", false, ResultOf, Always),
    ];

    /// <summary>Returns the columns that fit into <paramref name="width"/>; the less important ones are left out first. Those that tell of
    /// copies are left out of a comparison.</summary>
    public static IReadOnlyList<SummaryColumn> Fitting(IReadOnlyList<TableSummary> tables, int width, bool isComparison)
    {
        var columns = _all.Where(column => !isComparison || column.Importance == Always).ToList();
        while (columns.Sum(column => column.WidthFor(tables)) + 1 > width
            && columns.MinBy(column => column.Importance) is { Importance: < Always } least)
            columns.Remove(least);
        return columns;
    }

    private int WidthFor(IReadOnlyList<TableSummary> tables) =>
        Padding + Math.Max(Title.Length, tables.Max(table => TerminalColumns.Of(CellOf(table))));

    private static string NameOf(TableSummary table) =>
        Printable.Line(table.Source == table.Target ? table.Source.ToString() : $"{table.Source} → {table.Target}");

    private static string ResultOf(TableSummary table) => table switch
    {
        { Success: false, Error: null } => "unfinished",
        { Success: false } => "failed",
        { Validated: true, Checksummed: true } => "checksummed",
        { Validated: true } => "counted",
        { Validated: false } => "differs",
        _ => "copied",
    };
}
