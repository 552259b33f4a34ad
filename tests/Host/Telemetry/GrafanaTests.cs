using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ActorMigrate.Cluster.Telemetry;
using ActorMigrate.Host.Telemetry;
using ActorMigrate.TestServers;
using ActorMigrate.Transfer.Actors;

namespace ActorMigrate.Host.Tests.Telemetry;

public partial class GrafanaTests
{
    [Fact]
    public void Every_metric_of_the_dashboard_exists()
    {
        var dashboard = JsonNode.Parse(Checkout.Read("docs/grafana.json"))!;
        var expressions = dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]!.AsArray())
            .Select(target => (string)target!["expr"]!).ToList();

        Assert.All(expressions, expression => Assert.Matches(Metric(), expression));
        Assert.Empty(expressions.SelectMany(expression => Metric().Matches(expression)).Select(found => Suffix().Replace(found.Value, ""))
            .Distinct().Except(Names));
        Assert.Equal("ActorMigrate", (string)dashboard["title"]!);
    }

    /// <summary>The names of all metrics: those of the migration as a whole and those of a process's work.</summary>
    internal static IReadOnlyList<string> Names { get; } =
        [MigrationMetrics.Reachable, MigrationMetrics.Present, .. MigrationMetrics.All.Select(family => family.Name), .. OfProcesses()];

    /// <summary>Returns the instruments of the room in which tasks are done.</summary>
    private static List<string> OfProcesses()
    {
        var names = new List<string>();
        using var listener = new System.Diagnostics.Metrics.MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                // Other tests' gauges have the same meter's name.
                if (instrument.Meter.Name == MigrationSpans.Name && !instrument.IsObservable)
                    names.Add(instrument.Name);
            },
        };
        var meter = typeof(TaskSpan).Assembly.GetType("ActorMigrate.Transfer.Actors.WorkMeter", throwOnError: true)!;
        RuntimeHelpers.RunClassConstructor(meter.TypeHandle);
        listener.Start();
        return names;
    }

    [GeneratedRegex("actormigrate_[a-z_]+")]
    private static partial Regex Metric();

    // A histogram's series and a counter, as Prometheus stores them.
    [GeneratedRegex("_(bucket|total)$")]
    private static partial Regex Suffix();
}
