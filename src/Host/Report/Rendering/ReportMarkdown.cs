using ActorMigrate.Host.Wording;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Report.Rendering;

/// <summary>A report as Markdown, for a ticket or a wiki.</summary>
internal static class ReportMarkdown
{
    /// <summary>Returns the text.</summary>
    public static string Of(ReportDocument report)
    {
        var text = new MarkdownText();
        text.Heading(1, "Migration report").Paragraph(ReportSelection.Verdict(report), strong: true).Paragraph(report.Message);
        if (report.NextStep is { } next)
            text.Paragraph("Next: " + next);
        text.Table(["Run", ""], ReportSelection.Facts(report).Select(fact => new[] { fact.Name, fact.Value }));
        if (report.Phases.Count > 0)
            text.Heading(2, "Phases")
                .Table(["Phase", "#Duration"], report.Phases.Select(phase => new[]
                    { ReportSelection.Words(phase), ReportSelection.Seconds(phase.Seconds) }));
        Findings(text, report);
        Throughput(text, report.Timeline);
        Troubled(text, report);
        Largest(text, report);
        Retries(text, report);
        List(text, "Not migrated", ReportLists.NotMigrated(report));
        List(text, "Nodes", ReportLists.Nodes(report, still: ""));
        return text.Paragraph($"Written by ActorMigrate {report.Tool}.").ToString();
    }

    private static void Findings(MarkdownText text, ReportDocument report)
    {
        if (report.Findings.Count == 0)
            return;
        text.Heading(2, "Findings");
        foreach (var finding in report.Findings.Take(ReportSelection.MostTroubled))
            Finding(text, finding);
        text.Rest(report.Findings.Count - ReportSelection.MostTroubled, "finding");
    }

    private static void Finding(MarkdownText text, Finding finding)
    {
        text.Heading(3, finding.Object).Paragraph((finding.SqlState is { } state ? $"SQLSTATE {state}: " : "") + finding.Message);
        if (finding.Remedy is { } remedy)
            text.Paragraph("Remedy: " + remedy);
        if (finding.Objects.Count > 1)
            text.Paragraph("Objects with the same cause: " + PageFindings.Names(finding.Objects));
        if (finding.Skipped.Count > 0)
            text.Paragraph("Missing because of it: " + PageFindings.Names(finding.Skipped));
        if (finding.Statement is { } statement)
            text.Code("sql", statement);
    }

    /// <summary>Writes at most twelve lines: several spans are put together.</summary>
    private static void Throughput(MarkdownText text, ReportTimeline timeline)
    {
        if (timeline.Samples.Count == 0 || ReportSelection.Bounded(timeline.SampleSeconds) is not (> 0 and var width))
            return;
        var together = (timeline.Samples.Count + 11) / 12;
        var spans = timeline.Samples.Take(RunTimeline.MostSamples).Chunk(together).Select((span, i) => new[]
        {
            ReportSelection.Seconds(i * together * width), Amounts.Count(span.Sum(sample => sample.Rows)),
            Amounts.Bytes(span.Sum(sample => (double)sample.Bytes)),
            Amounts.BytesPerSecond(span.Sum(sample => (double)sample.Bytes) / (span.Length * width)),
        });
        text.Heading(2, "Throughput over time").Table(["From", "#Rows", "#Bytes", "#Bytes/s"], spans);
    }

    private static void Troubled(MarkdownText text, ReportDocument report)
    {
        if (ReportSelection.Troubled(report) is not { Count: > 0 } troubled)
            return;
        text.Heading(2, "Tables that need attention").Table(
            ["Table", "Validation", "#Rows in the source", "#Rows in the target", "Error"],
            troubled.Take(ReportSelection.MostTroubled).Select(table => new[]
            {
                ReportSelection.Name(table), ReportSelection.Validation(table), $"{table.SourceRows}", $"{table.TargetRows}",
                table.Error ?? "",
            }));
        text.Rest(troubled.Count - ReportSelection.MostTroubled, "table");
    }

    private static void Largest(MarkdownText text, ReportDocument report)
    {
        if (report.Tables.Count == 0)
            return;
        text.Heading(2, "Largest tables").Table(
            ["Table", "#Rows", "#Bytes", "#Duration", "#Partitions", "#Attempts", "Validation"],
            ReportSelection.Largest(report).Select(table => new[]
            {
                ReportSelection.Name(table), Amounts.Count(table.Rows), Amounts.Bytes(table.Bytes), ReportSelection.Seconds(table.Seconds),
                Amounts.Count(table.Partitions), Amounts.Count(table.Attempts), ReportSelection.Validation(table),
            }));
        text.Rest(report.Tables.Count - ReportSelection.MostLargest, "table");
    }

    private static void Retries(MarkdownText text, ReportDocument report)
    {
        var unsuccessful = ReportLists.Unsuccessful(report);
        if (unsuccessful.Rows.Count == 0 && report.Tables.Count > 0)
            text.Heading(2, "Retries").Paragraph("Every attempt succeeded.");
        else
            List(text, "Retries", unsuccessful);
    }

    private static void List(MarkdownText text, string heading, ReportList list)
    {
        if (list.Rows.Count == 0)
            return;
        text.Heading(2, heading).Table(list.Headings, list.Rows);
        text.Rest(list.Omitted, list.Noun);
    }
}
