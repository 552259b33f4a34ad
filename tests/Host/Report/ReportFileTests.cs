using System.Text.Json.Nodes;
using ActorMigrate.Host.Report;
using ActorMigrate.Host.Tests.Summary;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Tests.Report;

public sealed class ReportFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actormigrate-report-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private string[] Files() => [.. _folder.GetFiles().Select(file => file.Name)];

    [Fact]
    public void Preparing_leaves_nothing_behind_and_keeps_what_is_there()
    {
        File.WriteAllText(PathOf("report.json"), "old");

        ReportFile.Prepare(PathOf("report.json"));

        Assert.Equal(["report.json"], Files());
        Assert.Equal("old", File.ReadAllText(PathOf("report.json")));
    }

    [Fact]
    public void The_report_replaces_the_file_and_leaves_nothing_beside_it()
    {
        File.WriteAllText(PathOf("report.json"), "old");

        ReportFile.Prepare(PathOf("report.json")).Write(ReportDocument.Of(Summaries.Mixed()));

        var report = JsonNode.Parse(File.ReadAllText(PathOf("report.json")))!;
        Assert.Equal(["report.json"], Files());
        Assert.Equal(1, (int)report["version"]!);
        Assert.Equal("FinishedWithFailures", (string)report["outcome"]!);
        Assert.Equal(3, (int)report["exitCode"]!);
        Assert.Equal("11111111-2222-3333-4444-555555555555", (string)report["migrationId"]!);
        Assert.Equal("TransferData", (string)report["phases"]![1]!["name"]!);
        Assert.Equal(1_234_567, (long)report["tables"]![0]!["rows"]!);
        Assert.True((bool)report["tables"]![0]!["validated"]!);
        Assert.Null(report["tables"]![1]!["validated"]);
        Assert.False((bool)report["tables"]![2]!["validated"]!);
        Assert.Equal("23505: duplicate key", (string)report["tables"]![1]!["error"]!);
        Assert.Equal(1, (int)report["totals"]!["tablesFailed"]!);
        Assert.Equal("public.top_posts", (string)report["notMigrated"]![0]!["name"]!);
        Assert.Equal("23503", (string)report["findings"]![0]!["sqlState"]!);
    }

    [Fact]
    public void A_link_keeps_pointing_to_the_file_that_is_written()
    {
        File.WriteAllText(PathOf("real.json"), "old");
        File.CreateSymbolicLink(PathOf("link.json"), PathOf("real.json"));

        ReportFile.Prepare(PathOf("link.json")).Write(ReportDocument.Of(Summaries.Mixed()));

        Assert.NotNull(new FileInfo(PathOf("link.json")).LinkTarget);
        Assert.StartsWith("{", File.ReadAllText(PathOf("real.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/no/such/folder/report.json", "its folder does not exist")]
    [InlineData("/dev/stdout", "it is not a regular file")]
    [InlineData("/proc/self/fd/1", "it is not a regular file")]
    [InlineData("/tmp", "it is a folder")]
    [InlineData("folder/", "it is a folder")]
    public void A_report_that_cannot_be_written_is_refused_before_the_run(string path, string cause)
    {
        var refused = Assert.Throws<RefusedException>(() => ReportFile.Prepare(path));

        Assert.Equal(Outcome.BadUsage, refused.Outcome);
        Assert.Equal($"The report cannot be written to {path}: {cause}.", refused.Message);
    }
}
