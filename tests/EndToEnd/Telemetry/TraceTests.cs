using ActorMigrate.EndToEnd.Tests.Nodes;
using ActorMigrate.Migration.Phases;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Telemetry;

/// <summary>The spans of a migration at a collector: one trace, whichever node they come from, without statements and values.</summary>
public sealed class TraceTests
{
    [Fact]
    public async Task A_migration_is_one_trace_down_to_its_statements()
    {
        await using var collector = await Collector.StartAsync();
        await using var source = (await TestDatabase.CreateAsync()).Noted();
        await using var target = (await TestDatabase.CreateAsync()).Noted();
        await source.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY, word text); INSERT INTO t VALUES (1, 'a'), (2, 'b')");

        var run = await CliProcess.RunAsync(["migrate", "--source", source.Uri, "--target", target.Uri], collector.Environment);

        Assert.True(run.ExitCode == 0, run.Printed);
        var spans = collector.Spans;
        var root = Assert.Single(spans, span => span.Parent.Length == 0);
        Assert.Equal("migration", root.Name);
        Assert.Equal("Succeeded", root.Attributes["actormigrate.outcome"]);
        Assert.Equal(root.Trace, new Guid(root.Attributes["actormigrate.migration"]).ToString("N"));
        Assert.All(spans, span => Assert.Equal(root.Trace, span.Trace));
        Assert.Equal(
            Enum.GetNames<Phase>().Select(phase => "phase " + phase).Order(),
            spans.Where(span => span.Parent == root.Id).Select(span => span.Name).Order());
        ShouldHaveParents(spans);
        var statement = spans.First(span => span is { Scope: "Npgsql", Name: "COPY" } && Above(spans, span).Name == "attempt");
        var task = Above(spans, Above(spans, statement));
        Assert.Equal(("task copy-table", "phase TransferData"), (task.Name, Above(spans, task).Name));
    }

    [Fact]
    public async Task A_worker_that_takes_over_goes_on_with_the_trace()
    {
        await using var collector = await Collector.StartAsync();
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene, someoneDies: true, collector.Environment);
        var coordinator = crew.Coordinator("--node-name", "the first");
        await scene.Gate.WaitForCopyAsync();
        var heir = crew.Worker("--node-name", "the heir");
        await crew.HoldsAsync(
            "SELECT count(*) = 2 FROM actormigrate.node WHERE left_at IS NULL AND member = 'up'",
            "the coordinator does not see the worker");
        await Eventually.TrueAsync(
            () => Task.FromResult(collector.Spans.Any(span => span is { SentBy: "the first", Name: "phase PrepareTransfers" })),
            "the coordinator has told of no phase");

        await coordinator.SignalAsync("KILL");
        await crew.HoldsAsync("SELECT term >= 2 FROM actormigrate.migration", "nobody has taken over");
        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync(heir);

        var spans = collector.Spans;
        var root = Assert.Single(spans, span => span.Parent.Length == 0);
        Assert.Equal("the heir", root.SentBy);
        Assert.All(spans, span => Assert.Equal(root.Trace, span.Trace));
        var copies = Assert.Single(spans, span => span.Name == "phase TransferData");
        Assert.Contains(spans, span => span is { SentBy: "the heir", Name: "task copy-partition" } && span.Parent == copies.Id);
        // The one that was killed had told of a phase that had ended, below the span that its heir told of.
        Assert.Contains(spans, span => span is { SentBy: "the first", Name: "phase PrepareTransfers" } && span.Parent == root.Id);
        Assert.True(root.Began <= spans.Where(span => span.SentBy == "the heir").Min(span => span.Began));
        ShouldHaveParents(spans.Where(span => span.SentBy == "the heir"), spans);
    }

    [Fact]
    public async Task A_migration_that_is_stopped_and_resumed_is_one_trace_and_tells_of_nothing_twice()
    {
        await using var collector = await Collector.StartAsync();
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene, environment: Only("TRACES", collector));
        var stopped = crew.Coordinator("--node-name", "the first");
        await scene.Gate.WaitForCopyAsync();
        await stopped.SignalAsync("TERM");
        Assert.Equal(5, (await stopped.EndAsync()).ExitCode);
        await scene.Gate.OpenAsync();

        await Crew.ShouldSucceedAsync(crew.Resume("--node-name", "the second", "--new-snapshot"));

        var spans = collector.Spans;
        Assert.Empty(spans.GroupBy(span => span.Id).Where(same => same.Count() > 1).Select(same => same.First().Name));
        var root = Assert.Single(spans, span => span.Parent.Length == 0);
        Assert.Equal(("migration", "the first", "Stopped"), (root.Name, root.SentBy, root.Attributes["actormigrate.outcome"]));
        var resumed = Assert.Single(spans, span => span.Name == "resume");
        Assert.Equal((root.Id, "the second", "Succeeded"), (resumed.Parent, resumed.SentBy, resumed.Attributes["actormigrate.outcome"]));
        Assert.All(spans, span => Assert.Equal(root.Trace, span.Trace));
        Assert.Equal(
            [(root.Id, "stopped"), (resumed.Id, "left")],
            spans.Where(span => span.Name == "phase TransferData").OrderBy(span => span.Began)
                .Select(span => (span.Parent, span.Attributes["actormigrate.outcome"])));
        ShouldHaveParents(spans);
    }

    [Fact]
    public async Task Spans_carry_no_statement_no_value_and_no_secret()
    {
        await using var collector = await Collector.StartAsync();
        await using var source = (await TestDatabase.CreateAsync()).Noted();
        await using var target = (await TestDatabase.CreateAsync()).Noted();
        await source.ExecuteAsync("""
            CREATE TABLE good (id int, word text DEFAULT 'tell-tale default');
            INSERT INTO good VALUES (1, 'tell-tale value');
            CREATE TABLE bad (id int, word text);
            INSERT INTO bad VALUES (2, 'tell-tale violation');
            CREATE FOREIGN DATA WRAPPER w;
            CREATE SERVER s FOREIGN DATA WRAPPER w;
            CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (password 'tell-tale secret');
            """);
        await target.ExecuteAsync("CREATE TABLE bad (id int, word text CHECK (word <> 'tell-tale violation'))");

        var run = await CliProcess.RunAsync(
            ["migrate", "--source", source.Uri, "--target", target.Uri, "--truncate-existing-tables"], Only("TRACES", collector));

        Assert.True(run.ExitCode == 3, run.Printed);
        var failed = collector.Spans.Where(span => span.IsError).ToList();
        Assert.Contains(failed, span => span.Name == "attempt" && span.Attributes["error.type"] == "23514");
        Assert.Contains(failed, span => span.Scope == "Npgsql" && span.Attributes["error.type"] == "23514");
        foreach (var word in (string[])["tell-tale", "INSERT INTO", "SELECT ", "FROM ", "OPTIONS", .. Passwords.Known])
            Assert.DoesNotContain(word, collector.Raw, StringComparison.Ordinal);
    }

    /// <summary>The variables of a collector that gets one signal alone.</summary>
    internal static Dictionary<string, string> Only(string signal, Collector collector)
    {
        var environment = collector.Environment;
        foreach (var other in ((string[])["TRACES", "METRICS", "LOGS"]).Where(other => other != signal))
            environment[$"OTEL_{other}_EXPORTER"] = "none";
        return environment;
    }

    private static ReceivedSpan Above(IReadOnlyList<ReceivedSpan> spans, ReceivedSpan span) =>
        Assert.Single(spans, above => above.Id == span.Parent);

    private static void ShouldHaveParents(IEnumerable<ReceivedSpan> spans, IReadOnlyList<ReceivedSpan>? among = null)
    {
        var all = spans.ToList();
        var ids = (among ?? all).Select(span => span.Id).ToHashSet();
        Assert.Empty(all.Where(span => span.Parent.Length > 0 && !ids.Contains(span.Parent)).Select(span => span.Name));
    }
}
