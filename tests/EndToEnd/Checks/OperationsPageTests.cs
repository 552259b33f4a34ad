using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Checks;

/// <summary>Runs every statement and every command of docs/operations.md, in their order.</summary>
public sealed class OperationsPageTests
{
    // A source that is written to keeps resume from going on under another snapshot; autovacuum writes, too.
    private static readonly Dictionary<string, string> Quiet = new() { ["autovacuum"] = "off" };

    [Fact]
    public async Task Every_statement_and_every_command_of_the_page_works()
    {
        await using var old = await TestServer.StartOwnAsync(settings: Quiet);
        await using var fresh = await TestServer.StartOwnAsync();
        await using var source = await TestDatabase.CreateAsync(TestServer.Of(old));
        await using var target = await TestDatabase.CreateAsync(TestServer.Of(fresh), new TestDatabaseOptions { Name = "shop" });
        await target.ExecuteAsync("CREATE ROLE app_owner");
        await source.ExecuteAsync(
            "CREATE ROLE app_owner; CREATE TABLE item (id int PRIMARY KEY); ALTER TABLE item OWNER TO app_owner; INSERT INTO item "
                + "SELECT generate_series(1, 10)");
        var statements = Blocks("sql");
        await source.ExecuteAsync(statements[0]);
        await target.ExecuteAsync(statements[1]);
        await source.ExecuteAsync("ALTER ROLE migration_reader PASSWORD 's3cret'");
        await target.ExecuteAsync("ALTER ROLE migration_writer PASSWORD 's3cret'");
        var (from, to) = (UriOf(source, "migration_reader"), UriOf(target, "migration_writer"));

        foreach (var command in Blocks("sh").SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries)))
        {
            string[] arguments = [.. command.Split(' ')[1..].Select(
                word => word.Replace("\"$SOURCE\"", from, StringComparison.Ordinal).Replace("\"$TARGET\"", to, StringComparison.Ordinal))];
            // The ledger of a run that ended well is gone; these are for one that did not.
            if (arguments[0] == "status")
                await NotFinishedAsync(target, from, to);
            var run = await Cli.RunAsync(arguments);
            Assert.True(run.ExitCode == 0, $"{command}\n{run.Printed}");
        }

        Assert.Equal(10, await target.ScalarAsync<long>("SELECT count(*) FROM item"));
    }

    private static async Task NotFinishedAsync(TestDatabase target, string from, string to)
    {
        await target.ExecuteAsync(
            "DROP TABLE item; CREATE TABLE item (id int PRIMARY KEY CONSTRAINT in_the_way CHECK (id < 10)); ALTER "
                + "TABLE item OWNER TO app_owner");
        var failed = await Cli.RunAsync("migrate", "--source", from, "--target", to, "--truncate-existing-tables", "--keep-control");
        Assert.True(failed.ExitCode == 3, failed.Printed);
        await target.ExecuteAsync("ALTER TABLE item DROP CONSTRAINT in_the_way");
    }

    private static List<string> Blocks(string language) =>
        [.. Checkout.Read("docs/operations.md").Split($"```{language}\n").Skip(1)
            .Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)])];

    private static string UriOf(TestDatabase database, string role) =>
        new UriBuilder(database.Noted().Uri) { UserName = role, Password = "s3cret" }.Uri.ToString();
}
