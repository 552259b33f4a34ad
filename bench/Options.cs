using System.Globalization;

namespace ActorMigrate.Bench;

/// <summary>What the command line asks for.</summary>
internal sealed record Options
{
    public string Root { get; } = Environment.GetEnvironmentVariable("BENCH_ROOT") ?? throw new UsageException("Start this by bench/run.");

    public IReadOnlyList<string> Workloads { get; private init; } = [];

    public IReadOnlyList<string> Against { get; private init; } = ["pg_dump", "pgcopydb"];

    public IReadOnlyList<double> Scales { get; private init; } = [1];

    /// <summary>The time that a round trip to either server takes; null where the workload's own holds.</summary>
    public TimeSpan? RoundTrip { get; private init; }

    public int Repeat { get; private init; } = 3;

    public IReadOnlyDictionary<string, string> Settings { get; private init; } = new Dictionary<string, string>();

    public string? OutFolder { get; private init; }

    public string? ProgramFile { get; private init; }

    /// <summary>The build of ActorMigrate: its assembly, or the executable of a package.</summary>
    public string Program => ProgramFile ?? Path.Combine(Root, ".build", "cli", "actormigrate.dll");

    public string Folder => OutFolder ?? Path.Combine(Root, ".build", "bench");

    public static Options Parse(IReadOnlyList<string> words)
    {
        var options = new Options();
        for (var i = 0; i < words.Count; i += 2)
        {
            if (i + 1 == words.Count)
                throw new UsageException($"{words[i]} takes a value; bench/run --help tells which.");
            options = options.With(words[i], words[i + 1]);
        }

        return options;
    }

    private Options With(string name, string value) => name switch
    {
        "--workload" => this with { Workloads = value.Split(',') },
        "--against" => this with { Against = value == "none" ? [] : value.Split(',') },
        "--program" => this with { ProgramFile = Path.GetFullPath(value) },
        "--scale" => this with { Scales = [.. value.Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture))] },
        "--round-trip" => this with { RoundTrip = TimeSpan.FromMilliseconds(double.Parse(value, CultureInfo.InvariantCulture)) },
        "--repeat" => this with { Repeat = int.Parse(value, CultureInfo.InvariantCulture) },
        "--out" => this with { OutFolder = Path.GetFullPath(value) },
        "--set" when value.Split('=', 2) is [var setting, var to] =>
            this with { Settings = new Dictionary<string, string>(Settings) { [setting] = to } },
        _ => throw new UsageException($"{name} {value} is not an option; bench/run --help lists them."),
    };
}

/// <summary>The command line, or what is installed, does not allow the measurement.</summary>
internal sealed class UsageException(string message) : Exception(message);
