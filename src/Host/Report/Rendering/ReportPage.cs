namespace ActorMigrate.Host.Report.Rendering;

/// <summary>A report as one HTML page that needs nothing from outside: no script, no font, no picture.</summary>
internal static class ReportPage
{
    private static readonly Lazy<string> _css = new(ReadStyle);

    /// <summary>Returns the page.</summary>
    public static string Of(ReportDocument report)
    {
        var html = new HtmlText();
        html.Open("html", ("lang", "en"));
        Head(html, report);
        html.Open("body").Open("header").Element("h1", "Migration report");
        html.Open("p", ("class", report.ExitCode == 0 ? "verdict good" : "verdict bad"))
            .Element("strong", ReportSelection.Verdict(report)).Close();
        html.Element("p", report.Message);
        if (report.NextStep is { } next)
            html.Element("p", "Next: " + next);
        html.Close().Open("main");
        Section(html, "The run", () => Facts(html, report));
        if (report.Findings.Count > 0)
            Section(html, "Findings", () => PageFindings.Write(html, report));
        Section(html, "Throughput over time", () => ThroughputChart.Write(html, report.Timeline));
        Section(html, "Tasks by node and lane", () => TimelineChart.Write(html, report));
        PageTables.Write(html, report);
        html.Close().Open("footer").Element("p", $"Written by ActorMigrate {report.Tool}.").Close();
        return html.Close().Close().ToString();
    }

    /// <summary>Writes a part of the page under its heading.</summary>
    public static void Section(HtmlText html, string title, Action write)
    {
        html.Open("section").Element("h2", title);
        write();
        html.Close();
    }

    private static void Head(HtmlText html, ReportDocument report)
    {
        html.Open("head").Open("meta", ("charset", "utf-8"));
        html.Open("meta", ("http-equiv", "Content-Security-Policy"),
            ("content", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"));
        html.Open("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"))
            .Open("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.Open("meta", ("name", "referrer"), ("content", "no-referrer"));
        html.Element("title", $"{report.Outcome}: {report.Source ?? "migration"} to {report.Target ?? "target"}").Style(_css.Value).Close();
    }

    private static void Facts(HtmlText html, ReportDocument report)
    {
        html.Open("dl");
        foreach (var (name, value) in ReportSelection.Facts(report))
            html.Element("dt", name).Element("dd", value);
        html.Close();
        if (report.Phases.Count > 0)
            PageTable.Write(html, "Phases", ["Phase", "#Duration"],
                report.Phases.Select(phase => new[] { ReportSelection.Words(phase), ReportSelection.Seconds(phase.Seconds) }));
    }

    private static string ReadStyle()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report-page.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
