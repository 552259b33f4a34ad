using System.Text.Json;
using System.Text.Json.Nodes;
using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Host.Commands;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Report;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Tests.Inspection;
using ActorMigrate.Host.Tests.Progress;
using ActorMigrate.Host.Tests.Summary;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Phases;
using ActorMigrate.TestServers;
using Akka.Configuration.Hocon;

namespace ActorMigrate.Host.Tests.Documentation;

public class DocumentationTests
{
    public static TheoryData<string> Keys => new(KnownSettings.All.Select(setting => setting.Key));

    private static Setting Known(string key) => KnownSettings.All.Single(setting => setting.Key == key);

    [Fact]
    public void The_reference_holds_exactly_the_known_settings_and_those_of_the_actor_system()
    {
        var keys = Flatten(Reference.Layer.Config.Root!, "").ToList();

        Assert.Equal(KnownSettings.All.Select(setting => setting.FullKey)
            .Order(), keys.Where(key => !key.StartsWith("akka.", StringComparison.Ordinal)).Order());
        Assert.Equal(Checkout.Read("hocon/reference.conf"), ReadEmbedded());
    }

    private static IEnumerable<string> Flatten(HoconValue value, string path) => value.IsObject()
        ? value.GetObject()!.Items.SelectMany(item => Flatten(item.Value, path.Length == 0 ? item.Key : $"{path}.{item.Key}"))
        : [path];

    private static string ReadEmbedded()
    {
        using var reader = new StreamReader(typeof(Setting).Assembly.GetManifestResourceStream("reference.conf")!);
        return reader.ReadToEnd();
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_setting_has_a_line_of_comment_and_a_row_in_the_documentation(string key)
    {
        var setting = Known(key);

        Assert.EndsWith(".", Reference.Describe(setting), StringComparison.Ordinal);
        Assert.Contains(RowOf(setting), Checkout.Read("docs/cli.md"), StringComparison.Ordinal);
    }

    /// <summary>The row that the table of settings in docs/cli.md has for a setting.</summary>
    private static string RowOf(Setting setting)
    {
        var text = Reference.DefaultOf(setting);
        var value = text is null ? "none" : text.Length == 0 ? "empty" : $"`{text}`";
        return $"| `{setting.Key}` | {(setting.HasFlag ? $"`{setting.Flag}`" : "–")} | `{setting.Variable}` | {value} | "
            + $"{setting.Allowed} | {Reference.Describe(setting)} |";
    }

    [Fact]
    public void The_names_of_settings_are_unique_so_that_flags_and_variables_are()
    {
        Assert.Equal(KnownSettings.All.Count, KnownSettings.All.Select(setting => setting.Name).Distinct().Count());
    }

    [Fact]
    public void Every_command_and_flag_is_documented()
    {
        var text = Checkout.Read("docs/cli.md");
        var root = new CommandLine(null!, null!).Root();

        foreach (var command in root.Subcommands)
            Assert.Contains($"actormigrate {command.Name}", text, StringComparison.Ordinal);
        foreach (var name in root.Subcommands.SelectMany(command => command.Options).Select(option => option.Name).Except(["--config"]))
            Assert.Contains($"`{name}`", text, StringComparison.Ordinal);
        Assert.Contains("`--config FILE`", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_that_can_be_left_out_is_documented()
    {
        var text = Checkout.Read("docs/cli.md");

        foreach (var kind in ObjectKinds.Skippable)
            Assert.Contains($"`{kind}`", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_exit_code_is_documented()
    {
        var text = Checkout.Read("docs/cli.md");

        foreach (var outcome in Enum.GetValues<Outcome>())
            Assert.Contains($"| `{(int)outcome}` | `{outcome}` |", text, StringComparison.Ordinal);
        Assert.Contains("| `130` |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_json_event_is_documented()
    {
        var text = Checkout.Read("docs/cli.md");

        foreach (var name in ProgressEvents.OneOfEach().Select(JsonView.NameOf).Append("progress").Append("ended"))
            Assert.Contains($"| `{name}` |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_field_of_the_report_is_documented()
    {
        var text = Checkout.Read("docs/report.md");
        var report = JsonSerializer.SerializeToNode(ReportDocument.Of(Summaries.Mixed()), ReportJson.Default.ReportDocument)!;

        foreach (var field in Fields(report, ""))
            Assert.Contains($"| `{field}` |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_field_of_the_status_is_documented_and_nothing_else()
    {
        var rows = Checkout.Read("docs/status.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        var documented = rows.SelectMany(FieldsOfRow).ToHashSet();
        var status = JsonSerializer.SerializeToNode(new StatusDocument(1, Statuses.Full), StatusJson.Default.StatusDocument)!;

        Assert.Equal(Fields(status, "").Select(Flat).Order(), documented.Select(Flat).Order());
    }

    [Fact]
    public void Every_check_and_every_field_of_its_document_is_documented_and_nothing_else()
    {
        var named = Checkout.Read("docs/check.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => Quoted(line.Split('|')[1]).Single());
        var finding = CheckFinding.Warn("object", "cause", "remedy");
        var document = CheckDocument.Of(new CheckReport("source", "target", [new CheckResult("names", CheckLevel.Warn, [finding])]));
        var fields = Fields(JsonSerializer.SerializeToNode(document, CheckJson.Default.CheckDocument), "");

        Assert.Equal(PreflightChecks.All.Select(check => check.Name).Concat(fields).Order(), named.Order());
    }

    [Fact]
    public void Every_field_of_the_plan_is_documented()
    {
        var text = Checkout.Read("docs/plan.md");
        var plan = JsonSerializer.SerializeToNode(PlanDocument.Of(Plans.Small), PlanJson.Default.PlanDocument)!;

        foreach (var name in Fields(plan, "").SelectMany(field => Flat(field).Split('.')).Distinct())
            Assert.Contains($"`{name}", text, StringComparison.Ordinal);
    }

    private static string Flat(string field) => field.Replace("[]", "", StringComparison.Ordinal);

    /// <summary>A row names a field, or several; or an object, whose fields are in the sentence beside it.</summary>
    private static IEnumerable<string> FieldsOfRow(string row)
    {
        var cells = row.Split('|', StringSplitOptions.TrimEntries);
        var named = Quoted(cells[1]).ToList();
        var within = Quoted(cells[2]).Where(word => char.IsLower(word[0]) && Statuses.Objects.Contains(Flat(named[0]))).ToList();
        return within.Count == 0 ? named : within.Select(field => $"{named[0]}.{field}");
    }

    private static IEnumerable<string> Quoted(string cell) => cell.Split('`').Where((_, i) => i % 2 == 1);

    private static IEnumerable<string> Fields(JsonNode? node, string path) => node switch
    {
        JsonObject fields => fields.SelectMany(field => Fields(field.Value, path.Length == 0 ? field.Key : $"{path}.{field.Key}")),
        JsonArray items => items.SelectMany(item => Fields(item, path + "[]")).Distinct(),
        _ => [path],
    };

    [Fact]
    public void Every_phase_and_outcome_of_the_report_is_documented()
    {
        var text = Checkout.Read("docs/report.md");

        foreach (var phase in Enum.GetValues<Phase>())
            Assert.Contains($"`{phase}`", text, StringComparison.Ordinal);
        foreach (var outcome in Enum.GetValues<Outcome>())
            Assert.Contains($"`{outcome}`", text, StringComparison.Ordinal);
    }
}
