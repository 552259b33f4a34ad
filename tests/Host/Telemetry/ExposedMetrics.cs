using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ActorMigrate.Cluster.Telemetry;
using ActorMigrate.Control.Status;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Host.Telemetry;
using ActorMigrate.Host.Tests.Dashboard;
using ActorMigrate.Transfer.Actors;

namespace ActorMigrate.Host.Tests.Telemetry;

/// <summary>The metrics that the program tells, with their labels, and the faults of Prometheus' expressions over them.</summary>
internal static partial class ExposedMetrics
{
    // Those that a scrape, or the receiver of OTLP, adds, and the name of the metric.
    private static readonly string[] Added = ["job", "instance", "__name__"];

    // Those that tell every value of their label at any time.
    private static readonly string[] Closed =
    [
        "actormigrate_phase", MigrationMetrics.HowItEnded, "actormigrate_tables", "actormigrate_tasks", "actormigrate_nodes",
        "actormigrate_members",
    ];

    /// <summary>Of each metric the values of each label, as far as a migration that a test makes up has them.</summary>
    public static IReadOnlyDictionary<string, ILookup<string, string>> All { get; } = OfTheLedger().Concat(OfProcesses())
        .ToDictionary(metric => metric.Key, metric => metric.Value);

    /// <summary>Returns every metric and label of <paramref name="expression"/> that the program does not tell.</summary>
    public static IEnumerable<string> FaultsOf(string expression)
    {
        var named = Metric().Matches(expression).Select(found => Base(found.Value)).ToHashSet();
        var all = named.Where(All.ContainsKey).SelectMany(name => All[name].Select(label => label.Key)).Concat(Added).ToHashSet();
        if (expression.Contains("_bucket", StringComparison.Ordinal))
            all.Add("le");
        return
        [
            .. named.Where(name => !All.ContainsKey(name)).Select(name => $"{name} is no metric"),
            .. Selector().Matches(expression).SelectMany(FaultsOfSelector),
            .. Grouping().Matches(expression).SelectMany(found => Words(found.Groups[1].Value)).Where(label => !all.Contains(label))
                .Select(label => $"{label} is no label of {string.Join(", ", named)}"),
        ];
    }

    /// <summary>Returns the labels that are left of <paramref name="expression"/>: those of each of its aggregations.</summary>
    public static IReadOnlyList<string> LeftOf(string expression) => Grouping().Matches(expression)
        .Select(found => Words(found.Groups[1].Value)).DefaultIfEmpty([])
        .Aggregate((first, second) => [.. first.Intersect(second)]);

    private static IEnumerable<string> FaultsOfSelector(Match selector)
    {
        var text = selector.Groups["labels"].Value;
        var name = Base(selector.Groups["name"].Length > 0 ? selector.Groups["name"].Value : Metric().Match(text).Value);
        if (!All.TryGetValue(name, out var labels))
            yield break;
        foreach (Match matcher in Matcher().Matches(text))
        {
            var (label, isExact, value) = (matcher.Groups[1].Value, matcher.Groups[2].Value is "=" or "!=", matcher.Groups[3].Value);
            if (!labels.Contains(label) && !Added.Contains(label))
                yield return $"{label} is no label of {name}";
            else if (isExact && Closed.Contains(name) && labels.Contains(label) && !labels[label].Contains(value))
                yield return $"{label} of {name} is never {value}";
        }
    }

    private static string[] Words(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Base(string series) => Suffix().Replace(series, "");

    private static IEnumerable<KeyValuePair<string, ILookup<string, string>>> OfTheLedger()
    {
        var seen = new WatchedStatus(FakeWatch.Begun(), new DetailTotals(3, [new CopyDetail(7, 2, 0, 0)]), []);
        yield return Of(MigrationMetrics.Reachable, []);
        yield return Of(MigrationMetrics.ReadAge, []);
        yield return Of(MigrationMetrics.Present, []);
        foreach (var family in MigrationMetrics.All)
            yield return Of(family.Name, family.Read(seen).SelectMany(sample => sample.Labels));
    }

    /// <summary>Returns the instruments of the room in which tasks are done, after one attempt.</summary>
    private static List<KeyValuePair<string, ILookup<string, string>>> OfProcesses()
    {
        var meter = typeof(TaskSpan).Assembly.GetType("ActorMigrate.Transfer.Actors.WorkMeter", throwOnError: true)!;
        RuntimeHelpers.RunClassConstructor(meter.TypeHandle);
        var told = new ConcurrentDictionary<string, ConcurrentQueue<(string, string)>>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                // Other tests' gauges have the same meter's name.
                if (instrument.Meter.Name != MigrationSpans.Name || instrument.IsObservable)
                    return;
                told[instrument.Name] = [];
                listener.EnableMeasurementEvents(instrument);
            },
        };
        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var (label, value) in tags)
                told[instrument.Name].Enqueue((label, (string)value!));
        }

        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        listener.Start();
        ((IDisposable)meter.GetMethod("Begin")!.Invoke(null, ["copy-table"])!).Dispose();
        meter.GetMethod("Move")!.Invoke(null, [1L, 1L]);
        return [.. told.Select(metric => Of(metric.Key, metric.Value))];
    }

    private static KeyValuePair<string, ILookup<string, string>> Of(string name, IEnumerable<(string Label, string Value)> labels) =>
        new(name, labels.ToLookup(label => label.Label, label => label.Value));

    [GeneratedRegex("actormigrate_[a-z_]+")]
    private static partial Regex Metric();

    // A histogram's series and a counter, as Prometheus stores them.
    [GeneratedRegex("_(bucket|total)$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"(?<name>actormigrate_[a-z_]+)?\{(?<labels>[^}]*)\}")]
    private static partial Regex Selector();

    [GeneratedRegex("([a-z_]+)(=~|!~|!=|=)\"([^\"]*)\"")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\b(?:by|on) \(([^)]*)\)")]
    private static partial Regex Grouping();
}
