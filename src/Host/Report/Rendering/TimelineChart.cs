using ActorMigrate.Host.Wording;
using static ActorMigrate.Host.Report.Rendering.ChartAxis;

namespace ActorMigrate.Host.Report.Rendering;

/// <summary>The tasks by node and lane: a band for each, shaded by how much the node worked in it,
/// with the listed attempts as bars.</summary>
internal static class TimelineChart
{
    private const double RowHeight = 9;
    private const double LabelHeight = 18;
    private const int MostRows = 8;

    private static readonly string[] Lanes = ["schema", "copy", "finish", "compare"];

    private sealed record Band(ReportNode Node, string Lane, IReadOnlyList<(ReportAttempt Attempt, int Row)> Bars, double Top)
    {
        public double Height => (Bars.Select(bar => bar.Row + 1).DefaultIfEmpty(1).Max() * RowHeight) + 4;
    }

    public static void Write(HtmlText html, ReportDocument report)
    {
        var timeline = report.Timeline;
        var bands = BandsOf(timeline);
        if (bands.Count == 0)
        {
            html.Element("p", "No task was begun.");
            return;
        }

        var height = bands[^1].Top + bands[^1].Height + 6;
        html.Open("figure").Open(
            "svg", ("viewBox", $"0 0 {Number(Left + Width + 24)} {Number(height + 24)}"), ("role", "img"),
            ("aria-label", "Tasks by node and lane over time. The tables below hold the longest attempts and those without success."));
        var axis = new ChartAxis(timeline.Seconds);
        axis.Write(html, height);
        foreach (var band in bands)
            WriteBand(html, axis, timeline, band);
        html.Close().Element("figcaption", Caption(timeline)).Close();
        Legend(html);
    }

    private static string Caption(ReportTimeline timeline)
    {
        var words = $"{Amounts.Count(timeline.Attempts.Count, "attempt")} drawn as bars: the longest, and those without success.";
        if (timeline.AttemptsOmitted > 0)
            words +=
                $" {Amounts.Count(timeline.AttemptsOmitted)} shorter ones are only in the shade, which is the darker the more of them ran.";
        var nodes = timeline.NodesOmitted + Math.Max(0, timeline.Nodes.Count - ReportSelection.MostDrawnNodes);
        return nodes == 0 ? words : words + $" {Amounts.Count(nodes, "node")} with fewer attempts are not drawn.";
    }

    private static List<Band> BandsOf(ReportTimeline timeline)
    {
        var bands = new List<Band>();
        var top = 0d;
        var drawn = timeline.Nodes.OrderByDescending(node => node.Attempts).Take(ReportSelection.MostDrawnNodes)
            .OrderBy(node => node.Number);
        foreach (var (node, lane) in drawn.SelectMany(node => Lanes.Select(lane => (node, lane))))
        {
            var attempts = timeline.Attempts.Where(attempt => attempt.Node == node.Number && attempt.Lane == lane).ToList();
            if (attempts.Count == 0 && !timeline.Activity.Any(activity => activity.Node == node.Number && activity.Lane == lane))
                continue;
            var band = new Band(node, lane, Stacked(attempts), top + LabelHeight);
            bands.Add(band);
            top = band.Top + band.Height;
        }

        return bands;
    }

    /// <summary>Gives each attempt the first row that is free at its start; where none is, the last.</summary>
    private static List<(ReportAttempt Attempt, int Row)> Stacked(IEnumerable<ReportAttempt> attempts)
    {
        var free = new double[MostRows];
        var stacked = new List<(ReportAttempt, int)>();
        foreach (var attempt in attempts.OrderBy(attempt => attempt.StartSeconds))
        {
            var row = Array.FindIndex(free, until => until <= attempt.StartSeconds);
            row = row < 0 ? MostRows - 1 : row;
            free[row] = attempt.EndSeconds;
            stacked.Add((attempt, row));
        }

        return stacked;
    }

    private static void WriteBand(HtmlText html, ChartAxis axis, ReportTimeline timeline, Band band)
    {
        html.Element("text", $"{band.Node.Name} · {band.Lane}", ("class", "label"), ("x", Number(Left)), ("y", Number(band.Top - 5)));
        html.Shape("rect", ("class", "band"), ("x", Number(Left)), ("y", Number(band.Top)), ("width", Number(Width)),
            ("height", Number(band.Height)));
        foreach (var activity in timeline.Activity.Where(activity => activity.Node == band.Node.Number && activity.Lane == band.Lane))
            Shade(html, axis, timeline.SampleSeconds, band, activity.Seconds);
        foreach (var (attempt, row) in band.Bars)
        {
            var (left, right) = (axis.X(attempt.StartSeconds), axis.X(attempt.EndSeconds));
            html.Open(
                "rect", ("class", attempt.Outcome == "done" ? $"bar {band.Lane}" : "bar trouble"), ("x", Number(left)),
                ("y", Number(band.Top + 2 + (row * RowHeight))),
                ("width", Number(Math.Max(right - left, 1.2))), ("height", Number(RowHeight - 2)));
            html.Element("title", Words(attempt)).Close();
        }
    }

    private static void Shade(HtmlText html, ChartAxis axis, double width, Band band, IReadOnlyList<double> seconds)
    {
        var most = Math.Max(seconds.Select(ReportSelection.Bounded).DefaultIfEmpty(0).Max(), 1e-9);
        for (var i = 0; i < seconds.Count && i < Migration.Summary.RunTimeline.MostSamples; i++)
        {
            if (ReportSelection.Bounded(seconds[i]) is not (> 0 and var worked))
                continue;
            var (left, right) = (axis.X(i * width), axis.X((i + 1) * width));
            html.Shape(
                "rect", ("class", band.Lane), ("x", Number(left)), ("y", Number(band.Top)), ("width", Number(right - left)),
                ("height", Number(band.Height)),
                ("opacity", Number(0.08 + (0.25 * worked / most))));
        }
    }

    private static string Words(ReportAttempt attempt) =>
        $"{attempt.Kind} {attempt.Name}: {attempt.Outcome}, attempt {attempt.Attempt}, "
        + $"{ReportSelection.Seconds(attempt.EndSeconds - attempt.StartSeconds)} from {ReportSelection.Seconds(attempt.StartSeconds)} on"
        + (attempt.Rows > 0 ? $", {Amounts.Count(attempt.Rows, "row")}" : "") + (attempt.Error is { } error ? $": {error}" : "");

    private static void Legend(HtmlText html)
    {
        html.Open("ul", ("class", "legend"));
        foreach (var (name, words) in new[]
                 {
                     ("schema", "schema: objects that tables need"), ("copy", "copy: rows and large objects"),
                     ("finish", "finish: keys, indexes, constraints, the rest"),
                     ("compare", "compare: counts and checksums"), ("trouble", "without success: failed, lost or given back"),
                 })
        {
            html.Open("li").Open("svg", ("viewBox", "0 0 12 12"), ("class", "key"), ("aria-hidden", "true"));
            html.Shape("rect", ("class", $"bar {name}"), ("x", "1"), ("y", "1"), ("width", "10"), ("height", "10"));
            html.Close().Element("span", words).Close();
        }

        html.Close();
    }
}
