using ScottPlot;
using ScottPlot.TickGenerators;

namespace ActorMigrate.Bench;

/// <summary>One workload's medians as an SVG: over the scale where there are several, else one bar a contender.</summary>
internal static class Plot
{
    public static void Write(IReadOnlyList<Result> results, string file)
    {
        using var plot = new ScottPlot.Plot();
        plot.Title(results[0].Workload);
        plot.YLabel("seconds (median, least, most)");
        if (results.Select(result => result.Scale).Distinct().Count() > 1)
            Lines(plot, results);
        else
            Bars(plot, results);
        plot.Axes.Margins(bottom: 0);
        plot.SaveSvg(file, 800, 500);
    }

    private static void Lines(ScottPlot.Plot plot, IReadOnlyList<Result> results)
    {
        plot.XLabel("scale");
        foreach (var contender in results.GroupBy(result => result.Contender))
            plot.Add.Scatter(contender.Select(result => result.Scale).ToArray(), contender.Select(result => result.Median)
                .ToArray()).LegendText = contender.Key;
        plot.ShowLegend(Alignment.UpperLeft);
    }

    private static void Bars(ScottPlot.Plot plot, IReadOnlyList<Result> results)
    {
        foreach (var (i, result) in results.Index())
        {
            plot.Add.Bar(i, result.Median);
            plot.Add.Line(i, result.Rounds.Min(round => round.Seconds), i, result.Rounds.Max(round => round.Seconds));
        }

        plot.Axes.Bottom.TickGenerator = new NumericManual([.. results.Index().Select(pair => new Tick(pair.Index, pair.Item.Contender))]);
    }
}
