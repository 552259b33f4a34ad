using ActorMigrate.Host.Wording;

namespace ActorMigrate.Host.Report.Rendering;

/// <summary>The tables of a page.</summary>
internal static class PageTables
{
    private const int MostLongest = 20;

    public static void Write(HtmlText html, ReportDocument report)
    {
        if (ReportSelection.Troubled(report) is { Count: > 0 } troubled)
            ReportPage.Section(html, "Tables that need attention", () => Troubled(html, troubled));
        if (report.Tables.Count > 0)
            ReportPage.Section(html, "Largest tables", () => Largest(html, report));
        ReportPage.Section(html, "Retries", () => Retries(html, report));
        if (report.NotMigrated.Count > 0)
            ReportPage.Section(html, "Not migrated", () =>
                List(html, "Objects of the source that were not carried over", ReportLists.NotMigrated(report)));
        if (report.Timeline.Nodes.Count > 0)
            ReportPage.Section(html, "Nodes", () =>
                List(html, "Processes that took part", ReportLists.Nodes(report, still: "took part when this was written")));
    }

    private static void Troubled(HtmlText html, IReadOnlyList<ReportTable> troubled)
    {
        PageTable.Write(
            html, "Tables that failed or differ", ["Table", "Validation", "#Rows in the source", "#Rows in the target", "Error"],
            troubled.Take(ReportSelection.MostTroubled).Select(table => new[]
            {
                ReportSelection.Name(table), ReportSelection.Validation(table), Count(table.SourceRows), Count(table.TargetRows),
                table.Error ?? (table.Success ? "" : "not complete"),
            }));
        PageFindings.Rest(html, troubled.Count - ReportSelection.MostTroubled, "table");
    }

    private static void Largest(HtmlText html, ReportDocument report)
    {
        PageTable.Write(
            html, "Tables by bytes moved", ["Table", "#Rows", "#Bytes", "#Duration", "#Rows/s", "#Partitions", "#Attempts", "Validation"],
            ReportSelection.Largest(report).Select(table => new[]
            {
                ReportSelection.Name(table), Amounts.Count(table.Rows), Amounts.Bytes(table.Bytes), ReportSelection.Seconds(table.Seconds),
                Amounts.Count((long)ReportSelection.Bounded(table.RowsPerSecond)), Amounts.Count(table.Partitions),
                Amounts.Count(table.Attempts),
                ReportSelection.Validation(table),
            }));
        PageFindings.Rest(html, report.Tables.Count - ReportSelection.MostLargest, "table");
    }

    private static void Retries(HtmlText html, ReportDocument report)
    {
        var unsuccessful = ReportLists.Unsuccessful(report);
        if (unsuccessful.Rows.Count == 0)
            html.Element("p", report.Tables.Count > 0 ? "Every attempt succeeded." : "Nothing was attempted.");
        else
            List(html, "Attempts without success", unsuccessful);
        var longest = ReportLists.Longest(report, MostLongest);
        if (longest.Rows.Count == 0)
            return;
        html.Open("details").Element("summary", "The longest attempts");
        List(html, "Longest attempts", longest);
        html.Close();
    }

    private static void List(HtmlText html, string caption, ReportList list)
    {
        PageTable.Write(html, caption, list.Headings, list.Rows);
        PageFindings.Rest(html, list.Omitted, list.Noun);
    }

    private static string Count(long? count) => count is { } known ? Amounts.Count(known) : "–";
}
