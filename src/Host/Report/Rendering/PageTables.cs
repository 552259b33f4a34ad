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
            ReportPage.Section(html, "Not migrated", () => NotMigrated(html, report));
        if (report.Timeline.Nodes.Count > 0)
            ReportPage.Section(html, "Nodes", () => Nodes(html, report));
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
                Amounts.Count((long)ReportSelection.Bounded(table.RowsPerSecond)), Amounts.Count(table.Partitions), Amounts.Count(table.Attempts),
                ReportSelection.Validation(table),
            }));
        PageFindings.Rest(html, report.Tables.Count - ReportSelection.MostLargest, "table");
    }

    private static void Retries(HtmlText html, ReportDocument report)
    {
        var unsuccessful = ReportSelection.Unsuccessful(report);
        if (unsuccessful.Count == 0)
            html.Element("p", "Every attempt succeeded.");
        else
            Attempts(html, "Attempts without success", report, [.. unsuccessful.Take(ReportSelection.MostTroubled)]);
        PageFindings.Rest(html, unsuccessful.Count - ReportSelection.MostTroubled, "attempt");
        var longest = report.Timeline.Attempts.Where(attempt => attempt.Outcome == "done")
            .OrderByDescending(attempt => attempt.EndSeconds - attempt.StartSeconds).Take(MostLongest).ToList();
        if (longest.Count == 0)
            return;
        html.Open("details").Element("summary", "The longest attempts");
        Attempts(html, "Longest attempts", report, [.. longest.Select(attempt => (attempt, 0))]);
        html.Close();
    }

    private static void Attempts(HtmlText html, string caption, ReportDocument report, IReadOnlyList<(ReportAttempt First, int Others)> attempts) => PageTable.Write(
        html, caption, ["Task", "Lane", "Node", "#Attempt", "#Start", "#Duration", "Outcome", "Error"],
        attempts.Select(group => Attempt(report, group.First, group.Others)));

    /// <summary>The cells of a row about an attempt.</summary>
    public static string[] Attempt(ReportDocument report, ReportAttempt attempt, int others) =>
    [
        ReportSelection.TaskName(attempt, others), attempt.Lane, ReportSelection.NodeName(report, attempt.Node), Amounts.Count(attempt.Attempt),
        ReportSelection.Seconds(attempt.StartSeconds), ReportSelection.Seconds(attempt.EndSeconds - attempt.StartSeconds), attempt.Outcome,
        string.Join(' ', new[] { attempt.SqlState, attempt.Error }.Where(part => part is not null)),
    ];

    private static void NotMigrated(HtmlText html, ReportDocument report)
    {
        PageTable.Write(
            html, "Objects of the source that were not carried over", ["Object", "Kind", "Reason", "Asked for"],
            report.NotMigrated.OrderBy(left => left.Asked).Take(ReportSelection.MostTroubled).Select(left => new[] { left.Name, left.Kind, left.Reason, left.Asked ? "yes" : "no" }));
        PageFindings.Rest(html, report.NotMigrated.Count - ReportSelection.MostTroubled, "object");
    }

    private static void Nodes(HtmlText html, ReportDocument report)
    {
        PageTable.Write(
            html, "Processes that took part", ["Node", "Host", "Part", "#Start", "#End", "#Attempts"],
            report.Timeline.Nodes.Select(node => new[]
            {
                node.Name, node.Host, (node.Coordinates ? "coordinator" : "node") + (node.Removed ? ", removed" : ""), ReportSelection.Seconds(node.StartSeconds),
                node.EndSeconds is { } end ? ReportSelection.Seconds(end) : "took part when this was written", Amounts.Count(node.Attempts),
            }));
        PageFindings.Rest(html, report.Timeline.NodesOmitted, "node");
    }

    private static string Count(long? count) => count is { } known ? Amounts.Count(known) : "–";
}
