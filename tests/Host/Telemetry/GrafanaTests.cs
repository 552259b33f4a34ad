using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ActorMigrate.TestServers;

namespace ActorMigrate.Host.Tests.Telemetry;

/// <summary>docs/grafana.json asks for what the program tells, and shows it as it is meant; so do the conditions to alert on.</summary>
public partial class GrafanaTests
{
    private static readonly JsonNode Dashboard = JsonNode.Parse(Checkout.Read("docs/grafana.json"))!;

    private static IEnumerable<JsonNode> Panels => Dashboard["panels"]!.AsArray().Select(panel => panel!);

    private static IEnumerable<(JsonNode Panel, JsonNode Target)> Targets =>
        Panels.SelectMany(panel => panel["targets"]!.AsArray().Select(target => (panel, target!)));

    [Fact]
    public void Every_metric_and_every_label_of_the_dashboard_is_told()
    {
        Assert.All(Targets, one => Assert.Contains("actormigrate_", (string)one.Target["expr"]!, StringComparison.Ordinal));
        Assert.Empty(Targets.SelectMany(one => ExposedMetrics.FaultsOf((string)one.Target["expr"]!)));
        Assert.Equal("ActorMigrate", (string)Dashboard["title"]!);
    }

    [Fact]
    public void A_legend_names_labels_that_its_expression_leaves()
    {
        var named = Targets.Select(one => (
            Labels: LegendLabel().Matches((string)one.Target["legendFormat"]! + (string?)Defaults(one.Panel)["displayName"])
                .Select(found => found.Groups[1].Value).ToList(),
            Expression: (string)one.Target["expr"]!)).Where(one => one.Labels.Count > 0).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, one => Assert.Empty(one.Labels.Except(ExposedMetrics.LeftOf(one.Expression))));
    }

    [Fact]
    public void Panels_have_their_own_numbers_and_their_own_places()
    {
        var places = Panels.Select(panel => panel["gridPos"]!)
            .Select(at => (X: (int)at["x"]!, Y: (int)at["y"]!, Width: (int)at["w"]!, Height: (int)at["h"]!)).ToList();
        var cells = places.SelectMany(at => from x in Enumerable.Range(at.X, at.Width)
                                            from y in Enumerable.Range(at.Y, at.Height)
                                            select (x, y)).ToList();

        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.True(cells.TrueForAll(cell => cell.x is >= 0 and < 24));
        Assert.Equal(places.Count, Panels.Select(panel => (int)panel["id"]!).Distinct().Count());
        Assert.All(Panels, panel => Assert.NotEmpty((string)Defaults(panel)["unit"]!));
        Assert.All(Panels.Select(panel => panel["targets"]!.AsArray()), targets =>
            Assert.Equal(targets.Count, targets.Select(target => (string)target!["refId"]!).Distinct().Count()));
    }

    [Fact]
    public void Every_variable_is_defined_and_every_panel_reads_the_chosen_source()
    {
        var defined = Dashboard["templating"]!["list"]!.AsArray().Select(variable => (string)variable!["name"]!);
        var named = Variable().Matches(Checkout.Read("docs/grafana.json")).Select(found => found.Groups[1].Value);

        Assert.Empty(named.Except(defined));
        Assert.All(
            Panels.Concat(Targets.Select(one => one.Target)),
            one => Assert.Equal("${datasource}", (string)one["datasource"]!["uid"]!));
    }

    // Grafana shows the number of a single series, and of a range every series that was there in it.
    [Fact]
    public void A_panel_of_the_present_asks_for_the_present_alone_and_shows_names_where_the_number_says_nothing()
    {
        var present = Panels.Where(panel => (string)panel["type"]! is "stat" or "gauge" or "bargauge").ToList();

        Assert.NotEmpty(present);
        Assert.All(present, panel => Assert.All(panel["targets"]!.AsArray(), target => Assert.True((bool?)target!["instant"])));
        Assert.All(
            present.Where(panel => ((string)panel["targets"]![0]!["expr"]!).EndsWith("== 1", StringComparison.Ordinal)),
            panel => Assert.Equal("name", (string)panel["options"]!["textMode"]!));
    }

    [Fact]
    public void Every_condition_to_alert_on_reads_what_is_told()
    {
        var page = Checkout.Read("docs/operations.md");
        var table = page[page.IndexOf("| condition | for |", StringComparison.Ordinal)..];
        var conditions = table[..table.IndexOf("\n\n", StringComparison.Ordinal)].Split('\n').Skip(2)
            .Select(row => Code().Match(row).Groups[1].Value).ToList();

        Assert.InRange(conditions.Count, 5, 50);
        Assert.Empty(conditions.SelectMany(ExposedMetrics.FaultsOf));
    }

    [Theory]
    [InlineData("max(actormigrate_nosuch)", "actormigrate_nosuch is no metric")]
    [InlineData("sum by (node) (actormigrate_tasks)", "node is no label of actormigrate_tasks")]
    [InlineData("actormigrate_slots{node=\"a\",state=\"b\"}", "state is no label of actormigrate_slots")]
    [InlineData("actormigrate_nodes{state=\"asleep\"} > 0", "state of actormigrate_nodes is never asleep")]
    [InlineData("rate(actormigrate_attempt_seconds_bucket{kind=\"x\",node=\"y\"}[5m])", "node is no label of actormigrate_attempt_seconds")]
    public void A_fault_of_an_expression_is_seen(string expression, string fault) =>
        Assert.Equal([fault], ExposedMetrics.FaultsOf(expression));

    private static JsonNode Defaults(JsonNode panel) => panel["fieldConfig"]!["defaults"]!;

    [GeneratedRegex(@"(?:\{\{|__field\.labels\.)([a-z_]+)\}")]
    private static partial Regex LegendLabel();

    [GeneratedRegex(@"\$\{?([a-z][a-z_]*)")]
    private static partial Regex Variable();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
