using System.Text.Json;
using System.Text.Json.Nodes;
using ActorMigrate.Host.Progress;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Tests.Progress;

public class JsonViewTests
{
    private readonly StringWriter _output = new();
    private readonly ManualTime _time = new();
    private readonly JsonView _view;

    public JsonViewTests() => _view = new JsonView(_output, _time);

    private List<JsonObject> Lines() => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonNode.Parse(line)!.AsObject()).ToList();

    [Fact]
    public void Each_event_is_one_object_on_one_line_with_its_name_and_time()
    {
        foreach (var happened in ProgressEvents.OneOfEach())
            _view.Report(happened);
        _view.Show();

        var lines = Lines();
        Assert.Equal(
            ["run-started", "step-entered", "phase-entered", "nodes-changed", "planned", "task-started", "task-retrying", "task-started",
                "task-finished", "table-finished", "task-failed", "phase-left", "log"],
            lines.Select(line => (string)line["event"]!));
        Assert.All(lines, line => Assert.Equal("2026-11-22T12:00:00Z", (string)line["at"]!));
    }

    [Fact]
    public void The_fields_are_those_of_the_documentation()
    {
        foreach (var happened in ProgressEvents.OneOfEach())
            _view.Report(happened);
        _view.Show();

        var byName = Lines().GroupBy(line => (string)line["event"]!).ToDictionary(group => group.Key, group => group.First());
        Assert.Equal("TransferData", (string)byName["phase-left"]["phase"]!);
        Assert.Equal(4, (double)byName["phase-left"]["seconds"]!);
        Assert.Equal("""{"task":1,"attempt":2,"rows":900,"bytes":4600,"seconds":3}""", Without(byName["task-finished"]));
        Assert.Equal("""{"task":1,"attempt":1,"delaySeconds":2,"error":"connection lost"}""", Without(byName["task-retrying"]));
        Assert.Equal(
            """{"schema":"public","name":"posts","rows":900,"bytes":4600,"seconds":3,"success":true}""", Without(byName["table-finished"]));
        Assert.Equal("""{"level":"warning","message":"the lock table is small"}""", Without(byName["log"]));
    }

    private static string Without(JsonObject line)
    {
        var copy = line.DeepClone().AsObject();
        copy.Remove("event");
        copy.Remove("at");
        return copy.ToJsonString();
    }

    [Fact]
    public void While_tasks_run_the_totals_come_once_a_second()
    {
        _view.Report(new ProgressEvent.Planned(1, 100, 1000));
        _view.Report(ProgressEvents.Copy(1, "public.posts", 100, 1000));
        for (var i = 0; i < 40; i++)
        {
            _view.Report(new ProgressEvent.TaskMoved(ProgressEvents.Attempt(1), i + 1, (i + 1) * 10));
            _time.Advance(0.1);
            _view.Show();
        }

        var totals = Lines().Where(line => (string)line["event"]! == "progress").ToList();
        Assert.InRange(totals.Count, 3, 4);
        Assert.Equal(1, (int)totals[^1]["tables"]!);
        Assert.True((double)totals[^1]["share"]! > 0.2);
        Assert.True((double)totals[^1]["secondsLeft"]! > 0);
        Assert.Equal("public.posts", (string)totals[^1]["running"]![0]!["name"]!);
    }

    [Fact]
    public void Any_text_stays_on_its_line()
    {
        _view.Report(new ProgressEvent.Noticed(LogLevel.Critical, "a\nb\r\0\u2028\e[2J\"é"));
        _view.Show();

        var line = Assert.Single(_output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("a\nb\r\0\u2028\e[2J\"é", (string)JsonNode.Parse(line)!["message"]!);
        Assert.Equal("error", (string)JsonNode.Parse(line)!["level"]!);
        Assert.DoesNotContain('\e', line);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind);
    }
}
