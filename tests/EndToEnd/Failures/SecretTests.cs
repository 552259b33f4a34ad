using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Failures;

/// <summary>A password stays where the user has put it.</summary>
public sealed class SecretTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("actormigrate-secrets-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_trace_of_a_password_is_left_anywhere(bool succeeds)
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        var password = new NpgsqlConnectionStringBuilder(source.ConnectionString).Password!;
        await source.ExecuteAsync(
            "CREATE TABLE item (id int PRIMARY KEY, n int); INSERT INTO item SELECT g, g FROM generate_series(1, 1000) g");
        if (!succeeds)
            await target.ExecuteAsync("CREATE TABLE item (id int PRIMARY KEY, n int CHECK (n < 500))");
        var report = Path.Combine(folder.FullName, "report.json");
        string[] arguments =
        [
            "migrate", "--source", source.Noted().Uri, "--target", new UriBuilder(target.Noted().Uri) { Password = "" }.Uri.ToString(),
            "--truncate-existing-tables", "--keep-control", "--log-level", "debug", "--json", "--report", report,
        ];
        await using var process = CliProcess.Start(arguments, new Dictionary<string, string> { ["PGPASSWORD"] = password });

        var children = "";
        while (!process.HasExited)
        {
            children += process.CommandLinesOfChildren();
            await Task.Delay(50);
        }

        var run = await process.EndAsync();
        Assert.True(run.ExitCode == (succeeds ? 0 : 3), run.Printed);
        Report.ShouldBeDocumented(Report.Read(report), run.ExitCode);
        Report.EventsShouldBeDocumented(run.Out, run.ExitCode);
        var dump = await target.PgDumpAsync();
        Assert.Contains("actormigrate.task", dump, StringComparison.Ordinal);
        var everything = string.Join('\n', run.Out, run.Error, children, dump, await File.ReadAllTextAsync(report));
        Assert.DoesNotContain(password, everything, StringComparison.Ordinal);
    }
}
