using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Refusals;

public sealed class UsageRefusalTests(TestDatabaseFixture fixture) : IClassFixture<TestDatabaseFixture>, IDisposable
{
    // Nothing listens there: what is wrong with the command is said before anything is connected to.
    private const string Nowhere = "postgresql://u:s3cret@127.0.0.1:1/d";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("actormigrate-refusals-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("--partition-threshold", "0", "a number of rows from 1")]
    [InlineData("--partition-threshold", "0 rows", "a number of rows from 1")]
    [InlineData("--partition-threshold", "2 parsecs", "2 parsecs")]
    [InlineData("--max-partitions", "1", "from 2 to 256")]
    [InlineData("--max-partitions", "257", "from 2 to 256")]
    [InlineData("--chunk-size", "99", "from 100 to 500000")]
    [InlineData("--copy-slots", "0", "from 1 to 64")]
    [InlineData("--index-slots", "65", "from 1 to 64")]
    [InlineData("--partition-by", "luck", "auto, ctid, ntile, keyset")]
    public async Task A_value_out_of_range(string flag, string value, string allowed)
    {
        var run = await Cli.MigrateAsync(Nowhere, Nowhere, flag, value);
        run.ShouldRefuse(1, flag, allowed);
    }

    [Theory]
    [InlineData("ACTORMIGRATE_STALL_TIMEOUT", "0 s", "1 s to 1 d")]
    [InlineData("ACTORMIGRATE_MAX_ATTEMPTS", "0", "from 1 to 100")]
    [InlineData("ACTORMIGRATE_JITTER", "2", "from 0 to 1")]
    public async Task A_variable_out_of_range(string variable, string value, string allowed)
    {
        var run = await Cli.RunAsync(["migrate", "--source", Nowhere, "--target", Nowhere], new() { [variable] = value }, default);
        run.ShouldRefuse(1, variable, allowed);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(255)]
    public async Task A_process_that_may_open_few_files(int files)
    {
        await using var process = CliProcess.Start(["migrate", "--source", Nowhere, "--target", Nowhere], openFiles: files);
        (await process.EndAsync()).ShouldRefuse(2, $"may open only {files} files, and needs 256", "ulimit -n 1024");
    }

    [Fact]
    public async Task A_process_that_may_open_just_enough_files_migrates()
    {
        await using var target = await TestDatabase.CreateAsync(fixture.Database.Server);
        await using var process = CliProcess.Start(["migrate", "--source", fixture.Database.Uri, "--target", target.Uri], openFiles: 256);
        var run = await process.EndAsync();
        Assert.True(run.ExitCode == 0, run.Printed);
    }

    [Fact]
    public async Task A_configuration_file_that_is_not_there()
    {
        var file = Path.Combine(folder.FullName, "none.conf");
        (await Cli.MigrateAsync(Nowhere, Nowhere, "--config", file))
            .ShouldRefuse(1, $"The configuration file {file} cannot be read: it does not exist.");
    }

    [Fact]
    public async Task A_configuration_file_that_is_broken()
    {
        var file = await FileAsync("actormigrate {\n  plan {\n    chunk-size = 500\n");
        (await Cli.MigrateAsync(Nowhere, Nowhere, "--config", file)).ShouldRefuse(1, file);
    }

    [Fact]
    public async Task A_key_that_nobody_knows_with_the_nearest_that_is_known()
    {
        var file = await FileAsync("actormigrate {\n  plan.chunk-sise = 500\n}\n");
        (await Cli.MigrateAsync(Nowhere, Nowhere, "--config", file)).ShouldRefuse(1, $"{file}:2", "plan.chunk-sise", "plan.chunk-size");
    }

    [Fact]
    public async Task To_truncate_and_to_drop_at_once()
    {
        var run = await Cli.MigrateAsync(Nowhere, Nowhere, "--truncate-existing-tables", "--drop-existing-tables");
        run.ShouldRefuse(1, "truncate-existing-tables", "drop-existing-tables");
    }

    [Fact]
    public async Task A_report_that_cannot_be_written()
    {
        var path = Path.Combine(folder.FullName, "no", "such", "folder", "report.json");
        (await Cli.MigrateAsync(Nowhere, Nowhere, "--report", path)).ShouldRefuse(1, path, "--report");
        (await Cli.MigrateAsync(Nowhere, Nowhere, "--report", folder.FullName)).ShouldRefuse(1, folder.FullName, "--report");
    }

    [Fact]
    public async Task A_schema_that_the_source_does_not_have()
    {
        await fixture.Database.ExecuteAsync("CREATE SCHEMA IF NOT EXISTS sales");
        await using var target = await TestDatabase.CreateAsync();
        var noted = await Untouched.NoteAsync(target);

        var run = await Cli.MigrateAsync(fixture.Database, target, "--source-schema", "sale");

        run.ShouldRefuse(1, "no schema \"sale\"", "sales");
        await noted.ShouldHoldAsync();
    }

    [Theory]
    [InlineData("--include-tables")]
    [InlineData("--exclude-tables")]
    public async Task A_pattern_that_matches_nothing(string flag)
    {
        await fixture.Database.ExecuteAsync("CREATE TABLE IF NOT EXISTS orders (id int)");
        await using var target = await TestDatabase.CreateAsync();
        var noted = await Untouched.NoteAsync(target);

        var run = await Cli.MigrateAsync(fixture.Database, target, flag, "ordres");

        run.ShouldRefuse(1, "ordres", "Did you mean");
        await noted.ShouldHoldAsync();
    }

    [Fact]
    public async Task A_connection_text_that_is_none()
    {
        (await Cli.MigrateAsync("postgresql://u:s3cret@h:port/d", Nowhere)).ShouldRefuse(1, "source");
        (await Cli.MigrateAsync(Nowhere, "host=h passwrd=s3cret")).ShouldRefuse(1, "target", "passwrd");
    }

    private async Task<string> FileAsync(string text)
    {
        var path = Path.Combine(folder.FullName, "my.conf");
        await File.WriteAllTextAsync(path, text);
        return path;
    }
}
