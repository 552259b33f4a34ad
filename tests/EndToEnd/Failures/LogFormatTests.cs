using System.Text.Json;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Failures;

/// <summary>Logs as JSON lines, of the program as a process of its own.</summary>
public sealed class LogFormatTests
{
    [Theory]
    [InlineData(0, "--log-level", "info")]
    [InlineData(1, "--include-tables", "nothing_of_that_name")]
    public async Task Every_line_of_standard_error_is_an_object_with_the_documented_fields(int exitCode, params string[] flags)
    {
        await using var source = (await TestDatabase.CreateAsync()).Noted();
        await using var target = (await TestDatabase.CreateAsync(options: new TestDatabaseOptions { Side = TestSide.Target })).Noted();
        await source.ExecuteAsync("CREATE TABLE a AS SELECT g AS id FROM generate_series(1, 1000) g");

        var run = await CliProcess.RunAsync(
            ["migrate", "--source", source.Uri, "--target", target.Uri, "--node-name", "db7", "--log-format", "json", .. flags]);

        Assert.True(run.ExitCode == exitCode, run.Printed);
        run.ShouldKeepSecrets();
        var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.NotEmpty(lines);
        Assert.All(lines, line =>
        {
            Assert.True(line.GetProperty("time").TryGetDateTime(out _));
            Assert.Contains(line.GetProperty("level").GetString(), (string[])["debug", "info", "warning", "error"]);
            foreach (var field in (string[])["node", "logger", "eventId", "event", "message", "exception"])
                Assert.True(line.TryGetProperty(field, out _), field);
        });
        Assert.All(lines, line => Assert.Equal("db7", line.GetProperty("node").GetString()));
        Assert.Contains(lines, line => line.GetProperty("logger").GetString() == (exitCode == 0 ? "progress" : "actormigrate"));
    }
}
