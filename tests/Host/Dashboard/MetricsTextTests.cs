using System.Globalization;
using System.Text.RegularExpressions;
using ActorMigrate.Control.Status;
using ActorMigrate.Host.Dashboard;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Host.Tests.Telemetry;
using ActorMigrate.TestServers;

namespace ActorMigrate.Host.Tests.Dashboard;

public partial class MetricsTextTests
{
    private static readonly WatchedStatus Seen = new(FakeWatch.Begun(), new DetailTotals(3, [new CopyDetail(7, 2, 0, 0)]), []);

    [Fact]
    public void Every_line_is_one_that_prometheus_reads_and_follows_its_help_and_type()
    {
        var known = new HashSet<string>();
        foreach (var line in MetricsText.Of(Seen, isReachable: true).TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
                Assert.True(known.Add(line.Split(' ')[2]), line);
            else if (!line.StartsWith("# HELP ", StringComparison.Ordinal))
                Assert.Contains(Sample().Match(line).Groups[1].Value, known);
        }

        Assert.NotEmpty(known);
    }

    [Theory]
    [InlineData("actormigrate_target_reachable", 1)]
    [InlineData("actormigrate_phase{phase=\"TransferData\"}", 1)]
    [InlineData("actormigrate_phase{phase=\"Validate\"}", 0)]
    [InlineData("actormigrate_outcome{outcome=\"Succeeded\"}", 0)]
    [InlineData("actormigrate_committed_rows", 123_456_789)]
    [InlineData("actormigrate_rows", 123_456_789 + 4_200_000)]
    [InlineData("actormigrate_tasks{state=\"failed\"}", 1)]
    [InlineData("actormigrate_unsuccessful_attempts", 3)]
    [InlineData("actormigrate_slots{node=\"db2\",kind=\"index\"}", 2)]
    [InlineData("actormigrate_nodes{state=\"living\"}", 2)]
    [InlineData("actormigrate_members{state=\"up\"}", 2)]
    [InlineData("actormigrate_coordinators", 1)]
    [InlineData("actormigrate_snapshot_age_seconds", 595)]
    [InlineData("actormigrate_blocked_attempts", 1)]
    public void Its_values_are_those_of_the_status(string name, double value)
    {
        var line = Assert.Single(MetricsText.Of(Seen, isReachable: true).Split('\n'), line =>
            line.StartsWith(name + " ", StringComparison.Ordinal));

        Assert.Equal(value, double.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_target_that_is_away_or_holds_nothing_is_told_and_nothing_else()
    {
        Assert.EndsWith("actormigrate_target_reachable 0\n", MetricsText.Of(Seen, isReachable: false), StringComparison.Ordinal);
        Assert.EndsWith("actormigrate_migration_present 0\n", MetricsText.Of(null, isReachable: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_are_escaped()
    {
        var begun = FakeWatch.Begun();
        var text = MetricsText.Of(Seen with { Migration = begun with { Nodes = [begun.Nodes[0] with { Name = "a\"b\\c\nd" }] } },
            isReachable: true);

        Assert.Contains("""actormigrate_running_tasks{node="a\"b\\c\nd"} 2""", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_metric_is_documented_and_nothing_else()
    {
        var names = MetricsText.Of(Seen, isReachable: true, TimeSpan.Zero).Split('\n')
            .Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[2]);
        var documented = Checkout.Read("docs/operations.md").Split('\n').Select(line => Row().Match(line))
            .Where(row => row.Success).Select(row => row.Groups[1].Value);

        Assert.Empty(names.Except(ExposedMetrics.All.Keys));
        Assert.Equal(ExposedMetrics.All.Keys.Order(), documented.Order());
    }

    [GeneratedRegex("""^([a-z_]+)(?:\{[a-z]+="(?:[^"\\]|\\.)*"(?:,[a-z]+="(?:[^"\\]|\\.)*")*\})? -?[0-9.E+-]+$""")]
    private static partial Regex Sample();

    [GeneratedRegex(@"^\| `(actormigrate_[a-z_]+)`")]
    private static partial Regex Row();
}
