using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorMigrate.Bench;

/// <summary>A database to copy: a psql script that makes it, and what the comments at its head say of how it is measured.</summary>
/// <param name="Name">The file's name without its ending; it begins with the workload's number.</param>
/// <param name="File">The script; it prints 'objects N', the number that statements are counted by.</param>
/// <param name="Contenders">Those that are measured instead of ActorMigrate and its peers; the
/// first is what the others are compared with.</param>
/// <param name="RoundTrip">The time that a round trip to either server takes.</param>
internal sealed partial record Workload(string Name, string File, IReadOnlyList<string> Contenders, TimeSpan RoundTrip)
{
    public static IReadOnlyList<Workload> Choose(Options options)
    {
        var all = Directory.GetFiles(Path.Combine(options.Root, "bench", "workloads"), "*.sql").Select(Read)
            .OrderBy(workload => int.Parse(workload.Name.Split('-')[0], CultureInfo.InvariantCulture)).ToList();
        return options.Workloads.Count == 0 ? all : [.. options.Workloads.Select(wanted =>
            all.FirstOrDefault(workload => workload.Name == wanted || workload.Name.StartsWith(wanted + "-", StringComparison.Ordinal))
            ?? throw new UsageException(
                $"There is no workload {wanted}; there are {string.Join(", ", all.Select(workload => workload.Name))}."))];
    }

    /// <summary>Makes the database; returns the number of objects that it says it has.</summary>
    public async Task<long> MakeAsync(string uri, double scale)
    {
        var output = await Shell.RunAsync(
            """psql -X -q -v ON_ERROR_STOP=1 -d "$DATABASE" -v scale="$SCALE" -c 'SET synchronous_commit = off' -f "$FILE" && psql -X -q -d "$DATABASE" -c 'VACUUM ANALYZE' -c CHECKPOINT""",
            new() { ["DATABASE"] = uri, ["SCALE"] = scale.ToString(CultureInfo.InvariantCulture), ["FILE"] = File });
        return long.Parse(Objects().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static Workload Read(string file)
    {
        var text = System.IO.File.ReadAllText(file);
        var contenders = ContendersLine().Match(text);
        var roundTrip = RoundTripLine().Match(text);
        return new Workload(
            Path.GetFileNameWithoutExtension(file),
            file,
            contenders.Success ? contenders.Groups[1].Value.Split(", ") : [],
            TimeSpan.FromMilliseconds(roundTrip.Success ? double.Parse(roundTrip.Groups[1].Value, CultureInfo.InvariantCulture) : 0));
    }

    [GeneratedRegex(@"^objects (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Objects();

    [GeneratedRegex("^-- Contenders: (.+)$", RegexOptions.Multiline)]
    private static partial Regex ContendersLine();

    [GeneratedRegex("^-- Round trip: ([0-9.]+) ms$", RegexOptions.Multiline)]
    private static partial Regex RoundTripLine();
}
