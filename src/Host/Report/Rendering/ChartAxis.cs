using System.Globalization;

namespace ActorMigrate.Host.Report.Rendering;

/// <summary>The time axis that the charts of a page share: seconds from the migration's start, left to right.</summary>
internal sealed class ChartAxis(double seconds)
{
    /// <summary>The width of a chart's drawing area.</summary>
    public const double Width = 860;

    /// <summary>The place of its left edge; the names of values stand left of it.</summary>
    public const double Left = 80;

    private static readonly double[] Steps =
        [0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 43200, 86400, 604800, 2592000];

    private readonly double _seconds = Math.Max(ReportSelection.Bounded(seconds), 0.001);

    /// <summary>Returns the horizontal place of a second.</summary>
    public double X(double second) => Left + (Math.Clamp(ReportSelection.Bounded(second) / _seconds, 0, 1) * Width);

    /// <summary>Writes the ticks below a chart that is so high.</summary>
    public void Write(HtmlText html, double height)
    {
        var step = Array.Find(Steps, step => _seconds / step <= 8) is > 0 and var fits ? fits : _seconds / 8;
        for (var at = 0d; at <= _seconds * 1.0001; at += step)
        {
            html.Shape("line", ("class", "grid"), ("x1", Number(X(at))), ("x2", Number(X(at))), ("y1", "0"), ("y2", Number(height)));
            html.Element("text", ReportSelection.Seconds(at), ("class", "label"), ("text-anchor", "middle"), ("x", Number(X(at))),
                ("y", Number(height + 16)));
        }
    }

    public static string Number(double number) => Math.Round(number, 2).ToString(CultureInfo.InvariantCulture);
}
