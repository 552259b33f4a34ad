using System.Text.Json;

namespace ActorMigrate.Bench;

/// <summary>What one contender needed for one workload at one scale.</summary>
internal sealed record Result(
    string Workload, double Scale, long Objects, string Contender, IReadOnlyList<Measured> Rounds, long Statements, string Load)
{
    public double Median => MedianOf(measured => measured.Seconds);

    public double MedianOf(Func<Measured, double> value)
    {
        var sorted = Rounds.Select(value).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}

/// <summary>Prints results and writes them down.</summary>
internal static class Results
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The results of one workload at one scale, the first of which the others are compared with.</summary>
    public static void Print(IReadOnlyList<Result> results)
    {
        var ours = results[0];
        Console.WriteLine($"{ours.Workload}, scale {ours.Scale}: {ours.Objects} objects, {ours.Rounds.Count} rounds, load {ours.Load}");
        Console.WriteLine(
            $"{"",-18}{"seconds",9}{"least",8}{"most",8}{"cpu",8}{"source",8}{"target",8}{"MB",7}{"stmts/obj",11}  "
                + " ours/theirs, round by round");
        foreach (var result in results)
        {
            var ratios = ours.Rounds.Zip(result.Rounds, (us, them) => us.Seconds / them.Seconds).ToList();
            Console.WriteLine(
                $"{result.Contender,-18}{result.Median,9:0.00}"
                + $"{result.Rounds.Min(r => r.Seconds),8:0.00}{result.Rounds.Max(r => r.Seconds),8:0.00}"
                + $"{result.MedianOf(r => r.ProgramCpu),8:0.00}{result.MedianOf(r => r.SourceCpu),8:0.00}"
                + $"{result.MedianOf(r => r.TargetCpu),8:0.00}"
                + $"{result.MedianOf(r => r.PeakMemory) / 1e6,7:0}{(double)result.Statements / Math.Max(1, result.Objects),11:0.0}"
                + (result == ours ? "" : $"   {ours.Median / result.Median:0.00} ({ratios.Min():0.00} to {ratios.Max():0.00})"));
        }

        Console.WriteLine();
    }

    /// <summary>All results as JSON, and a plot of each workload.</summary>
    public static void Write(IReadOnlyList<Result> results, IReadOnlyDictionary<string, string> settings, string folder)
    {
        Directory.CreateDirectory(folder);
        var document = new
        {
            Processors = Environment.ProcessorCount,
            Settings = settings,
            Results = results.Select(result => new { result.Workload, result.Scale, result.Objects, result.Contender, result.Median,
                result.Statements, result.Load, result.Rounds }),
        };
        File.WriteAllText(Path.Combine(folder, "results.json"), JsonSerializer.Serialize(document, Indented) + "\n");
        foreach (var workload in results.GroupBy(result => result.Workload))
            Plot.Write([.. workload], Path.Combine(folder, workload.Key + ".svg"));
    }
}
