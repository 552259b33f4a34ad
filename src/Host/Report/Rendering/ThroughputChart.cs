using System.Text;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration.Summary;
using static ActorMigrate.Host.Report.Rendering.ChartAxis;

namespace ActorMigrate.Host.Report.Rendering;

/// <summary>Bytes a second over the time of a migration, as an area, with the same numbers in a table.</summary>
internal static class ThroughputChart
{
    private const double Height = 180;

    public static void Write(HtmlText html, ReportTimeline timeline)
    {
        var width = ReportSelection.Bounded(timeline.SampleSeconds);
        var samples = timeline.Samples.Take(RunTimeline.MostSamples).ToList();
        if (samples.Count == 0 || width <= 0)
        {
            html.Element("p", "No rows were moved.");
            return;
        }

        var rates = samples.Select(sample => Math.Max(0, sample.Bytes) / width).ToList();
        var most = Math.Max(rates.Max(), 1);
        var words =
            $"At most {Amounts.BytesPerSecond(most)}, {Amounts.Bytes(samples.Sum(sample => (double)Math.Max(0, sample.Bytes)))} in all, "
                + $"in spans of {ReportSelection.Seconds(width)}.";
        html.Open("figure").Open("svg", ("viewBox", $"0 -8 {Number(Left + Width + 24)} {Number(Height + 34)}"), ("role", "img"),
            ("aria-label", "Throughput over time. " + words));
        var axis = new ChartAxis(timeline.Seconds);
        axis.Write(html, Height);
        for (var part = 0; part <= 2; part++)
            WriteLevel(html, most * part / 2, Height - (Height * part / 2));
        html.Shape("path", ("class", "area"), ("d", Area(axis, rates, width, most)));
        html.Close()
            .Element("figcaption", words + " Bytes are those that were committed, spread evenly over the time of their attempt.").Close();
        WriteNumbers(html, samples, width);
    }

    private static void WriteLevel(HtmlText html, double rate, double y)
    {
        html.Shape("line", ("class", "grid"), ("x1", Number(Left)), ("x2", Number(Left + Width)), ("y1", Number(y)), ("y2", Number(y)));
        html.Element("text", Amounts.BytesPerSecond(rate), ("class", "label"), ("text-anchor", "end"), ("x", Number(Left - 6)),
            ("y", Number(y + 4)));
    }

    private static string Area(ChartAxis axis, List<double> rates, double width, double most)
    {
        var path = new StringBuilder($"M{Number(Left)},{Number(Height)}");
        for (var i = 0; i < rates.Count; i++)
        {
            var y = Number(Height - (Height * rates[i] / most));
            path.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"L{Number(axis.X(i * width))},{y}L{Number(axis.X((i + 1) * width))},{y}");
        }

        return path.Append(
            System.Globalization.CultureInfo.InvariantCulture, $"L{Number(axis.X(rates.Count * width))},{Number(Height)}Z").ToString();
    }

    private static void WriteNumbers(HtmlText html, List<ThroughputSample> samples, double width)
    {
        html.Open("details").Element("summary", "The numbers");
        PageTable.Write(
            html, "Throughput by span of time", ["From", "#Rows", "#Bytes", "#Bytes/s"],
            samples.Select((sample, i) => new[]
            {
                ReportSelection.Seconds(i * width), Amounts.Count(sample.Rows), Amounts.Bytes(sample.Bytes),
                Amounts.BytesPerSecond(sample.Bytes / width),
            }));
        html.Close();
    }
}
