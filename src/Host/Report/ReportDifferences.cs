using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Report;

/// <summary>The rows of a table that differ, in the report.</summary>
internal sealed record ReportDifferences(
    IReadOnlyList<string> Key, int Ranges, int RangesDiffering, long Missing, long Extra, long Changed, bool Redacted, bool Repaired,
    string? NotRepaired,
    IReadOnlyList<ReportRow> Rows)
{
    public static ReportDifferences Of(TableDifferences found) => new(
        found.Key, found.Ranges, found.RangesDiffering, found.Missing, found.Extra, found.Changed, found.Redacted, found.Repaired,
        found.NotRepaired,
        [.. found.Rows.Select(ReportRow.Of)]);
}

/// <summary>A row that differs, in the report.</summary>
internal sealed record ReportRow(
    string Kind, string? SourcePlace, string? TargetPlace, IReadOnlyList<ColumnValues> Key, IReadOnlyList<ColumnValues> Columns)
{
    public static ReportRow Of(RowDifference row) => new(KindOf(row.Kind), row.SourcePlace, row.TargetPlace, row.Key, row.Columns);

    private static string KindOf(RowDifferenceKind kind) => kind switch
    {
        RowDifferenceKind.Missing => "missing",
        RowDifferenceKind.Extra => "extra",
        _ => "changed",
    };
}
