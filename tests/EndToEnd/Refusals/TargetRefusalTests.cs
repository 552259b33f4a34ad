using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Refusals;

public sealed class TargetRefusalTests
{
    [Fact]
    public async Task A_target_that_has_a_table_of_that_name()
    {
        await using var source = await FilledAsync();
        await using var target = await TestDatabase.CreateAsync();
        await target.ExecuteAsync("CREATE TABLE item (id int, kept text); INSERT INTO item VALUES (1, 'kept')");
        await RefuseAsync(source, target, [], "not empty", "public.item", "--drop-existing-tables", "--truncate-existing-tables");
    }

    [Fact]
    public async Task A_target_that_is_read_only_by_default()
    {
        await using var source = await FilledAsync();
        await using var target = await TestDatabase.CreateAsync();
        await target.ExecuteAsync($"ALTER DATABASE \"{target.Name}\" SET default_transaction_read_only = on");
        await RefuseAsync(source, target, [], "read-only", "default_transaction_read_only", target.Name);
    }

    [Fact]
    public async Task A_target_that_is_a_standby()
    {
        await using var source = await FilledAsync();
        await using var server = await TestServer.StartOwnAsync();
        await server.StopAsync();
        await File.WriteAllTextAsync(Path.Combine(server.DataFolder, "standby.signal"), "");
        await server.RestartAsync();

        var run = await Cli.MigrateAsync(source.Noted().Uri, server.Uri);

        run.ShouldRefuse(2, "standby", "primary");
    }

    [Fact]
    public async Task An_older_target_unless_it_is_allowed()
    {
        await using var source = await TestDatabase.CreateAsync(18);
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync(
            "CREATE TABLE item (id int PRIMARY KEY, name text); INSERT INTO item SELECT g, 'item ' || g FROM generate_series(1, 100) g");
        await RefuseAsync(source, target, [], "older than the source", "--allow-older-target");

        var allowed = await Cli.MigrateAsync(source, target, "--allow-older-target");

        Assert.True(allowed.ExitCode == 0, allowed.Printed);
        Assert.Equal(100, await target.ScalarAsync<long>("SELECT count(*) FROM item"));
    }

    [Theory]
    [InlineData("Succeeded", "actormigrate cleanup")]
    [InlineData("Stopped", "actormigrate resume", "actormigrate status")]
    public async Task A_target_that_holds_the_ledger_of_another_run(string outcome, params string[] remedies)
    {
        await using var source = await FilledAsync();
        await using var target = await TestDatabase.CreateAsync();
        Assert.Equal(0, (await Cli.MigrateAsync(source, target, "--keep-control")).ExitCode);
        await target.ExecuteAsync($"UPDATE actormigrate.migration SET outcome = '{outcome}'");
        await RefuseAsync(source, target, ["--drop-existing-tables"], ["ledger of migration", .. remedies]);
    }

    [Fact]
    public async Task A_target_with_a_schema_of_the_ledgers_name()
    {
        await using var source = await FilledAsync();
        await using var target = await TestDatabase.CreateAsync();
        await target.ExecuteAsync("CREATE SCHEMA actormigrate; CREATE TABLE actormigrate.mine (id int)");
        await RefuseAsync(source, target, [], "schema named actormigrate", "DROP SCHEMA actormigrate CASCADE");
    }

    [Fact]
    public async Task Too_few_connections_on_the_target()
    {
        await using var source = await FilledAsync();
        await using var target = await TestDatabase.CreateAsync();
        await using var role = await TestRole.CreateAsync(target, "CONNECTION LIMIT 4");
        await target.ExecuteAsync($"GRANT CREATE ON DATABASE \"{target.Name}\" TO {role.Name}");
        var noted = await Untouched.NoteAsync(target);

        var run = await Cli.MigrateAsync(source.Noted().Uri, role.UriOf(target));

        run.ShouldRefuse(2, "connections", "that the CONNECTION LIMIT of role", "ALTER ROLE");
        await noted.ShouldHoldAsync();
        await target.ExecuteAsync($"DROP OWNED BY {role.Name}");
    }

    private static async Task<TestDatabase> FilledAsync()
    {
        var source = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("CREATE TABLE item (id int, name text); INSERT INTO item VALUES (1, 'one')");
        return source;
    }

    private static async Task RefuseAsync(TestDatabase source, TestDatabase target, string[] arguments, params string[] words)
    {
        var noted = await Untouched.NoteAsync(target);
        var run = await Cli.MigrateAsync(source, target, arguments);
        run.ShouldRefuse(2, words);
        await noted.ShouldHoldAsync();
    }
}
