using ActorMigrate.Host.Wording;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Report.Rendering;

/// <summary>The findings of a page, each with its remedy.</summary>
internal static class PageFindings
{
    private const int MostNames = 20;

    public static void Write(HtmlText html, ReportDocument report)
    {
        foreach (var finding in report.Findings.Take(ReportSelection.MostTroubled))
            Write(html, finding);
        Rest(html, report.Findings.Count - ReportSelection.MostTroubled, "finding");
    }

    /// <summary>Says how much of a list is left out, if anything.</summary>
    public static void Rest(HtmlText html, long left, string noun)
    {
        if (left > 0)
            html.Element("p", $"{Amounts.Count(left, noun)} more: see the JSON report.");
    }

    private static void Write(HtmlText html, Finding finding)
    {
        html.Open("article").Element("h3", finding.Object).Open("p").Lines(finding.Message).Close();
        if (finding.SqlState is { } state)
            html.Element("p", $"SQLSTATE {state}");
        if (finding.Remedy is { } remedy)
            html.Open("p").Element("strong", "Remedy: ").Lines(remedy).Close();
        if (finding.Objects.Count > 1)
            html.Element("p", "Objects with the same cause: " + Names(finding.Objects));
        if (finding.Skipped.Count > 0)
            html.Element("p", "Missing because of it: " + Names(finding.Skipped));
        if (finding.Statement is { } statement)
            html.Open("details").Element("summary", "The statement").Open("pre").Lines(statement).Close().Close();
        html.Close();
    }

    /// <summary>Returns the first names of a list, and how many follow.</summary>
    public static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {Amounts.Count(names.Count - MostNames)} more" : "");
}
