using System.Text.Json;
using ActorMigrate.EndToEnd.Tests.Resuming;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Reports;

/// <summary>Reports of real runs, however they ended, are valid by the published schema and tell the whole timeline.</summary>
public sealed class ReportTests(QuietSource quiet) : IClassFixture<QuietSource>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actormigrate-report-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    [Fact]
    public async Task A_run_that_was_stopped_and_the_one_that_resumed_it_tell_the_timeline_from_the_beginning()
    {
        await using var scene = await Scene.SetAsync(quiet.Server);
        using var stop = new CancellationTokenSource();
        string[] both = ["--source", scene.Source.Uri, "--target", scene.Target.Uri];
        var first =
            Cli.RunAsync(["migrate", .. both, .. Scene.Partitioned, "--report", PathOf("stopped.json")], Scene.QuickRetry, stop.Token);
        await scene.Gate.WaitForCopyAsync();
        await stop.CancelAsync();
        Assert.Equal(5, (await first).ExitCode);
        await scene.Gate.OpenAsync();
        var resumed = await Cli.RunAsync(["resume", .. both, "--report", PathOf("resumed.json")], Scene.QuickRetry, default);
        Assert.True(resumed.ExitCode == 0, resumed.Printed);

        var before = Report.ShouldBeDocumented(Report.Read(PathOf("stopped.json")), 5).GetProperty("timeline");
        var after = Report.ShouldBeDocumented(Report.Read(PathOf("resumed.json")), 0).GetProperty("timeline");

        Assert.Equal(before.GetProperty("startedAt").GetDateTimeOffset(), after.GetProperty("startedAt").GetDateTimeOffset());
        Assert.Contains(Attempts(before), attempt => attempt.Lane == "copy" && attempt.Outcome != "done");
        // Everything that the first run listed without success is still told, and by the same name.
        Assert.Subset(Attempts(after).ToHashSet(), Attempts(before).Where(attempt => attempt.Outcome != "done").ToHashSet());
        Assert.Equal(2, after.GetProperty("nodes").GetArrayLength());
        Assert.True(Math.Abs(after.GetProperty("samples").EnumerateArray()
            .Sum(sample => sample.GetProperty("rows").GetInt64()) - (Scene.Rows + 1000)) <= 120);
        await RendersAsync(PathOf("stopped.json"), "Stopped (exit code 5)");
        await RendersAsync(PathOf("resumed.json"), "Succeeded (exit code 0)");
    }

    private static IEnumerable<(long Task, int Attempt, string Lane, string Outcome)> Attempts(JsonElement timeline) =>
        timeline.GetProperty("attempts").EnumerateArray().Select(
        attempt => (attempt.GetProperty("task").GetInt64(), attempt.GetProperty("attempt")
            .GetInt32(), attempt.GetProperty("lane").GetString()!, attempt.GetProperty("outcome").GetString()!));

    private async Task RendersAsync(string json, string words)
    {
        var page = Path.ChangeExtension(json, ".html");
        Assert.Equal(0, (await Cli.RunAsync("report", "--from", json, "--to", page)).ExitCode);
        Assert.Contains(words, await File.ReadAllTextAsync(page), StringComparison.Ordinal);
        foreach (var password in Passwords.Known)
            Assert.DoesNotContain(password, await File.ReadAllTextAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comparison_that_found_differences_and_a_run_that_was_refused_write_valid_reports()
    {
        await using var pair = await Pair.OfAsync(
            "CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 500) AS i");
        string[] both = ["--source", pair.Source.Uri, "--target", pair.Target.Uri];
        var migrated = await Cli.RunAsync(["migrate", .. both, "--report", PathOf("migrated.json")]);
        await pair.Target.ExecuteAsync("UPDATE t SET v = 'other' WHERE id = 7");
        var refused = await Cli.RunAsync(["migrate", .. both, "--report", PathOf("refused.json")]);
        var compared = await Cli.RunAsync(["validate", .. both, "--validate", "full", "--report", PathOf("compared.json")]);

        Assert.Equal((0, 2, 4), (migrated.ExitCode, refused.ExitCode, compared.ExitCode));
        Report.ShouldBeDocumented(Report.Read(PathOf("migrated.json")), 0);
        Report.ShouldBeDocumented(Report.Read(PathOf("refused.json")), 2);
        var report = Report.ShouldBeDocumented(Report.Read(PathOf("compared.json")), 4);
        Assert.Equal(1, report.Table("t").GetProperty("differences").GetProperty("changed").GetInt64());
        await RendersAsync(PathOf("refused.json"), "Refused (exit code 2)");
        await RendersAsync(PathOf("compared.json"), "ValidationFailed (exit code 4)");
    }

    [Fact]
    public async Task A_refusal_names_twenty_objects_and_its_report_and_the_checks_all_of_them()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        foreach (var side in new[] { source, target })
            await side.ExecuteAsync("DO $$ BEGIN FOR i IN 1..23 LOOP EXECUTE format('CREATE TABLE t%s (id int)', i); END LOOP; END $$");
        string[] both = ["--source", source.Noted().Uri, "--target", target.Noted().Uri];

        var refused = await Cli.RunAsync(["migrate", .. both, "--report", PathOf("refused.json")]);
        var checks = await Cli.RunAsync(["check", "--json", .. both]);

        refused.ShouldRefuse(2, "not empty", " and 3 more");
        var finding = Assert.Single(
            Report.ShouldBeDocumented(Report.Read(PathOf("refused.json")), 2).GetProperty("findings").EnumerateArray());
        Assert.Equal(23, finding.GetProperty("objects").GetArrayLength());
        var check = JsonDocument.Parse(checks.Out).RootElement.GetProperty("checks").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == "names");
        Assert.Equal(NamesOf(finding), NamesOf(check.GetProperty("findings")[0]));

        static IEnumerable<string?> NamesOf(JsonElement found) =>
            found.GetProperty("objects").EnumerateArray().Select(name => name.GetString());
    }
}
