using System.Text.Json.Nodes;
using ActorMigrate.Host.Report;
using ActorMigrate.Host.Tests.Summary;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Tests.Commands;

public sealed class ReportCommandTests : IDisposable
{
    private readonly Cli _cli = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actormigrate-report-");

    public void Dispose()
    {
        _cli.Dispose();
        _folder.Delete(recursive: true);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static ReportDocument Mixed() => ReportDocument.Of(Summaries.Mixed());

    [Theory]
    [InlineData("html")]
    [InlineData("HTM")]
    [InlineData("md")]
    [InlineData("json")]
    public async Task A_rendered_report_is_the_one_that_the_run_would_have_written(string ending)
    {
        ReportFile.Prepare(PathOf("run.json")).Write(Mixed());
        ReportFile.Prepare(PathOf("own." + ending)).Write(Mixed());

        Assert.Equal(0, await _cli.RunAsync("report", "--from", PathOf("run.json"), "--to", PathOf("later." + ending)));

        Assert.Equal(File.ReadAllText(PathOf("own." + ending)), File.ReadAllText(PathOf("later." + ending)));
        Assert.StartsWith(ending switch { "md" => "# ", "json" => "{", _ => "<!doctype html>" },
            File.ReadAllText(PathOf("later." + ending)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_file_to_write_Markdown_is_printed()
    {
        ReportFile.Prepare(PathOf("run.json")).Write(Mixed());

        Assert.Equal(0, await _cli.RunAsync("report", "--from", PathOf("run.json")));

        Assert.StartsWith("# Migration report\n", _cli.Out, StringComparison.Ordinal);
        Assert.Contains("Remedy: Correct the rows", _cli.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_writes_the_page_itself()
    {
        Assert.Equal(0, await _cli.MigrateAsync("--report", PathOf("run.html")));

        Assert.Contains("<h1>Migration report</h1>", File.ReadAllText(PathOf("run.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_of_before_there_was_a_timeline_is_rendered()
    {
        ReportFile.Prepare(PathOf("run.json")).Write(Mixed());
        var old = JsonNode.Parse(File.ReadAllText(PathOf("run.json")))!.AsObject();
        old.Remove("timeline");
        File.WriteAllText(PathOf("old.json"), old.ToJsonString());

        Assert.Equal(0, await _cli.RunAsync("report", "--from", PathOf("old.json"), "--to", PathOf("old.html")));

        Assert.Contains("No task was begun.", File.ReadAllText(PathOf("old.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "cannot be read")]
    [InlineData("[]", "it holds no field version")]
    [InlineData("{\"version\": \"1\"}", "it holds no field version")]
    [InlineData("{\"version\": 2}", "it has version 2 of the format")]
    [InlineData("{\"version\": 1}", "cannot be read")]
    [InlineData("not json", "run.json cannot be read: it is not JSON from line 1, byte 2 on.")]
    public async Task A_file_that_holds_no_report_is_refused_in_words(string content, string words)
    {
        File.WriteAllText(PathOf("run.json"), content);

        Assert.Equal(1, await _cli.RunAsync("report", "--from", PathOf("run.json"), "--to", PathOf("run.html")));

        Assert.Contains(words, _cli.Error, StringComparison.Ordinal);
        Assert.Contains("--report FILE.json", _cli.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf("run.html")));
    }

    [Theory]
    [InlineData("tables", "null")]
    [InlineData("tables", "[null]")]
    [InlineData("timeline", "{\"samples\": null}")]
    [InlineData("findings", "[{\"object\": null, \"message\": \"m\"}]")]
    [InlineData("message", "null")]
    public async Task A_report_with_gaps_is_refused_in_words(string field, string value)
    {
        ReportFile.Prepare(PathOf("run.json")).Write(Mixed());
        var broken = JsonNode.Parse(File.ReadAllText(PathOf("run.json")))!.AsObject();
        broken[field] = JsonNode.Parse(value);
        File.WriteAllText(PathOf("run.json"), broken.ToJsonString());

        Assert.Equal(1, await _cli.RunAsync("report", "--from", PathOf("run.json")));

        Assert.Contains("cannot be read", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_that_no_run_writes_do_no_harm()
    {
        ReportFile.Prepare(PathOf("run.json")).Write(Mixed());
        var odd = File.ReadAllText(PathOf("run.json")).Replace("\"seconds\": 12,", "\"seconds\": -1e300,", StringComparison.Ordinal)
            .Replace("\"endSeconds\": 9,", "\"endSeconds\": 1e300,", StringComparison.Ordinal)
            .Replace("\"bytes\": 18000000", "\"bytes\": -9223372036854775808", StringComparison.Ordinal);
        File.WriteAllText(PathOf("run.json"), odd);

        Assert.Equal(0, await _cli.RunAsync("report", "--from", PathOf("run.json"), "--to", PathOf("run.html")));
        Assert.Equal(0, await _cli.RunAsync("report", "--from", PathOf("run.json")));
    }

    [Fact]
    public async Task A_report_needs_a_file_to_read()
    {
        Assert.Equal(1, await _cli.RunAsync("report"));
        Assert.Contains("--from FILE.json", _cli.Error, StringComparison.Ordinal);

        Assert.Equal(1, await _cli.RunAsync("report", "--from", PathOf("none.json")));
        Assert.Contains("none.json cannot be read: it does not exist.", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passwords_that_servers_repeat_are_in_no_form_of_the_report()
    {
        const string uri = "postgresql://u:hunter22@h/db";
        const string setting = "password=hunter22";
        var timeline = Summaries.Timeline();
        var summary = Summaries.Mixed() with
        {
            Message = uri, NextStep = setting, Tables = [Summaries.Table("t", error: uri)],
            NotMigrated = [new NotMigrated("k", "n", setting)],
            Findings = [new Finding("o", uri, null, setting) { Statement = setting }],
            Timeline = timeline with { Attempts = [.. timeline.Attempts.Select(attempt => attempt with { Error = uri })] },
        };
        _cli.Migration = (_, _) => Task.FromResult(summary);

        foreach (var ending in new[] { "json", "html", "md" })
        {
            await _cli.MigrateAsync("--report", PathOf("run." + ending));
            Assert.DoesNotContain("hunter22", File.ReadAllText(PathOf("run." + ending)), StringComparison.Ordinal);
            Assert.DoesNotContain("s3cret", File.ReadAllText(PathOf("run." + ending)), StringComparison.Ordinal);
        }
    }
}
