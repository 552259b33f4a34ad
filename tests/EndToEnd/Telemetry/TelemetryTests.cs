using System.Net;
using System.Net.Sockets;
using System.Reflection;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Telemetry;
using ActorMigrate.TestServers;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.EndToEnd.Tests.Telemetry;

/// <summary>Metrics and logs at a collector; collectors that do not answer; and runs that no variable asks to tell anything.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Metrics_have_the_names_that_Prometheus_reads()
    {
        await using var collector = await Collector.StartAsync();
        await using var scene = await Scene.SetAsync();
        var running = CliProcess.Start(
            ["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Whole], TraceTests.Only("METRICS", collector));
        await using var run = running;
        await scene.Gate.WaitForCopyAsync();

        await Eventually.TrueAsync(
            () => Task.FromResult(new[] { "actormigrate_members", "actormigrate_moved_rows" }.All(collector.Metrics.Contains)),
            () => "the coordinator has not told how the migration stands: " + string.Join(' ', collector.Metrics));

        await scene.Gate.OpenAsync();
        var ended = await running.EndAsync();
        Assert.True(ended.ExitCode == 0, ended.Printed);
        // The ledger's own, and those of the work of a process.
        Assert.Empty(collector.Metrics.Except(MigrationMetrics.All.Select(family => family.Name)).Except([
            MigrationMetrics.Reachable, "actormigrate_moved_rows", "actormigrate_moved_bytes", "actormigrate_running_attempts",
            "actormigrate_attempt_seconds"]));
        Assert.Contains(MigrationMetrics.HowItEnded, collector.Metrics);
    }

    [Fact]
    public async Task Logs_have_the_numbers_of_their_events()
    {
        await using var collector = await Collector.StartAsync();
        await using var source = (await TestDatabase.CreateAsync()).Noted();
        await using var target = (await TestDatabase.CreateAsync()).Noted();
        await source.ExecuteAsync("CREATE TABLE t (id int)");

        var run = await CliProcess.RunAsync(
            ["migrate", "--source", source.Uri, "--target", target.Uri], TraceTests.Only("LOGS", collector));

        Assert.True(run.ExitCode == 0, run.Printed);
        Assert.Contains(collector.Logs, log => log.Attributes["event.id"] == "1001" && log.Attributes["event.name"] == "run-started");
        Assert.Contains(collector.Logs, log => log.Attributes["event.id"] == "1901" && log.Attributes["outcome"] == "Succeeded");
        var known = typeof(LogEvents).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(EventId)).Select(field => ((EventId)field.GetValue(null)!).Id.ToString());
        Assert.Empty(collector.Logs.Select(log => log.Attributes["event.id"]).Except(known));
        foreach (var password in Passwords.Known)
            Assert.DoesNotContain(password, collector.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_validation_is_a_trace_and_a_log_of_its_own()
    {
        await using var collector = await Collector.StartAsync();
        await using var source = (await TestDatabase.CreateAsync()).Noted();
        await using var target = (await TestDatabase.CreateAsync()).Noted();
        await source.ExecuteAsync("CREATE TABLE same (id int); CREATE TABLE other (id int); INSERT INTO other VALUES (1)");
        await target.ExecuteAsync("CREATE TABLE same (id int); CREATE TABLE other (id int)");

        var run = await CliProcess.RunAsync(
            ["validate", "--source", source.Uri, "--target", target.Uri], collector.Environment);

        Assert.True(run.ExitCode == 4, run.Printed);
        var spans = collector.Spans;
        var root = Assert.Single(spans, span => span.Parent.Length == 0);
        Assert.Equal(("validation", true, "ValidationFailed"), (root.Name, root.IsError, root.Attributes["actormigrate.outcome"]));
        Assert.All(spans, span => Assert.Equal(root.Trace, span.Trace));
        Assert.Equal(
            ["public.other different", "public.same same"],
            spans.Where(span => span.Name == "compare table" && span.Parent == root.Id
                    && span.Attributes["actormigrate.outcome"] != "none")
                .Select(span => $"{span.Attributes["actormigrate.object"]} {span.Attributes["actormigrate.outcome"]}").Order());
        Assert.Single(spans, span => span.Name == "compare definitions" && span.Parent == root.Id);
        Assert.Contains(spans, span => span.Scope == "Npgsql");
        Assert.Equal(2, collector.Logs.Count(log => log.Attributes["event.id"] == "1205"));
        Assert.Contains(collector.Logs, log => log.Attributes["event.id"] == "1901" && log.Attributes["outcome"] == "ValidationFailed");
        Assert.Empty(collector.Metrics);
        foreach (var password in Passwords.Known)
            Assert.DoesNotContain(password, collector.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_does_not_answer_holds_no_migration_up()
    {
        var over = new TaskCompletionSource();
        await using var collector = await Collector.StartAsync(() => over.Task);
        await using var source = (await TestDatabase.CreateAsync()).Noted();
        await using var target = (await TestDatabase.CreateAsync()).Noted();
        await source.ExecuteAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");

        var environment = collector.Environment;
        environment.Remove("OTEL_EXPORTER_OTLP_TIMEOUT");

        var run = await CliProcess.RunAsync(["migrate", "--source", source.Uri, "--target", target.Uri], environment);

        Assert.False(over.Task.IsCompleted);
        Assert.True(run.ExitCode == 0, run.Printed);
        Assert.NotEqual(0, collector.Requests);
        Assert.Equal(1, await target.ScalarAsync<long>("SELECT count(*) FROM t"));
        over.SetResult();
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task A_collector_that_is_not_there_fails_no_migration(string protocol)
    {
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var source = (await TestDatabase.CreateAsync()).Noted();
        await using var target = (await TestDatabase.CreateAsync()).Noted();

        var run = await CliProcess.RunAsync(["migrate", "--source", source.Uri, "--target", target.Uri], new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{nobody.LocalEndPoint}",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
        });

        Assert.True(run.ExitCode == 0, run.Printed);
        Assert.DoesNotContain("warning", run.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_variables_nothing_of_OpenTelemetry_is_loaded()
    {
        await using var source = (await TestDatabase.CreateAsync()).Noted();
        await using var target = (await TestDatabase.CreateAsync()).Noted();
        await source.ExecuteAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        using var program = new BrokenProgram("OpenTelemetry");
        string[] arguments = ["migrate", "--source", source.Uri, "--target", target.Uri];

        var run = await program.RunAsync(arguments, new Dictionary<string, string>());
        var broken = await program.RunAsync(
            [.. arguments, "--truncate-existing-tables"], new Dictionary<string, string> { ["OTEL_TRACES_EXPORTER"] = "otlp" });

        Assert.True(run.ExitCode == 0, run.Printed);
        // The same program shows that it would have failed to load them, and goes on without.
        Assert.True(broken.ExitCode == 0, broken.Printed);
        Assert.Contains("Telemetry is off", broken.Error, StringComparison.Ordinal);
    }
}
