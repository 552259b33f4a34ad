using System.Text;
using System.Text.Json.Nodes;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Migration.Phases;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Tests.Progress;

public class LogViewTests
{
    private static readonly string[] _fields = ["time", "level", "node", "logger", "eventId", "event", "message", "exception"];

    private readonly ManualTime _time = new();
    private readonly List<LogLine> _lines = [];

    private LogView View(bool showsProgress = true) => new(_lines.Add, "db7", showsProgress, _time);

    private List<JsonObject> Shown() => [.. _lines.Select(line => JsonNode.Parse(line.ToText())!.AsObject())];

    [Fact]
    public void A_log_message_is_one_object_with_all_fields()
    {
        var view = View();
        using var provider = new ProgressLoggerProvider(view, LogLevel.Warning);
        provider.CreateLogger("ActorMigrate.Transfer.CopyActor").Log(
            LogLevel.Error, new EventId(7, "copy-failed"), "it \"broke\"\nin two", new InvalidOperationException("cause"),
            (state, _) => state);
        view.Show();

        var line = Assert.Single(Shown());
        Assert.Equal(_fields, line.Select(field => field.Key));
        Assert.Equal(("2026-11-22T12:00:00Z", "error", "db7"), ((string)line["time"]!, (string)line["level"]!, (string)line["node"]!));
        Assert.Equal(("ActorMigrate.Transfer.CopyActor", "copy-failed"), ((string)line["logger"]!, (string)line["event"]!));
        Assert.Equal(LogEvents.Component.Id, (int)line["eventId"]!);
        Assert.Equal("it \"broke\"\nin two", (string)line["message"]!);
        Assert.Equal("InvalidOperationException: cause", (string)line["exception"]!);
        Assert.Equal(1, _lines[0].ToText().Count(one => one == '\n'));
    }

    [Fact]
    public void A_message_of_an_actor_names_it_and_repeats_neither_level_nor_time()
    {
        var view = View();
        using var provider = new ProgressLoggerProvider(view, LogLevel.Information);
        provider.CreateLogger("Akka.Actor.ActorSystem").Log(
            LogLevel.Information, 0, "[INFO][11/22/2026 12:00:00.000Z][Thread 0005][akka://actormigrate/user/node] it [starts]", null,
            (state, _) => state);
        view.Show();

        var line = Assert.Single(Shown());
        Assert.Equal(("akka://actormigrate/user/node", "it [starts]"), ((string)line["logger"]!, (string)line["message"]!));
    }

    [Fact]
    public void A_stack_trace_is_told_to_those_who_debug()
    {
        var view = View();
        using var provider = new ProgressLoggerProvider(view, LogLevel.Debug);
        try
        {
            throw new InvalidOperationException("cause");
        }
        catch (InvalidOperationException thrown)
        {
            provider.CreateLogger("x").Log(LogLevel.Error, 0, "loud", thrown, (state, _) => state);
        }

        view.Show();

        Assert.Contains("   at ", (string)Assert.Single(Shown())["exception"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_and_notices_are_lines_of_their_own_with_the_event_that_they_tell()
    {
        var view = View();
        view.Report(new ProgressEvent.PhaseEntered(Phase.TransferData));
        view.Report(ProgressEvents.Copy(1, "public.posts", 900, 4500));
        view.Report(new ProgressEvent.TaskRetrying(ProgressEvents.Attempt(1), TimeSpan.FromSeconds(2), "connection lost"));
        view.Report(new ProgressEvent.Noticed(LogLevel.Warning, "look here"));
        view.Show();
        _time.Advance(6);
        view.Show();

        Assert.Equal(
            [("info", "progress", "phase-entered"), ("warning", "progress", "task-retrying"), ("warning", "notice", null),
                ("info", "progress", "progress")],
            Shown().Select(line => ((string)line["level"]!, (string)line["logger"]!, (string?)line["event"])));
        Assert.All(Shown(), line => Assert.Equal(_fields, line.Select(field => field.Key)));
    }

    [Fact]
    public void Without_progress_there_are_log_messages_and_notices_alone()
    {
        var view = View(showsProgress: false);
        foreach (var happened in ProgressEvents.OneOfEach())
            view.Report(happened);
        view.Show();
        _time.Advance(60);
        view.Show();

        Assert.Equal("notice", Assert.Single(_lines).Logger);
    }

    [Fact]
    public void A_line_of_any_length_is_one_write()
    {
        using var stream = new Writes();
        var surroundings = Surroundings.OfProcess() with { Error = WholeWrites.To(stream) };

        surroundings.Log(new LogLine(_time.GetUtcNow(), LogLevel.Information, null, "x", new string('ä', 100_000)));
        surroundings.Log(new LogLine(_time.GetUtcNow(), LogLevel.Information, null, "x", "short"));

        Assert.Equal(2, stream.All.Count);
        Assert.All(stream.All, line => Assert.EndsWith("}\n", line, StringComparison.Ordinal));
    }

    private sealed class Writes : MemoryStream
    {
        public List<string> All { get; } = [];

        public override void Write(ReadOnlySpan<byte> buffer) => All.Add(Encoding.UTF8.GetString(buffer));

        public override void Write(byte[] buffer, int offset, int count) => All.Add(Encoding.UTF8.GetString(buffer, offset, count));
    }
}
