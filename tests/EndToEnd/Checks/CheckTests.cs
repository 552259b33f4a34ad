using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Checks;

public sealed class CheckTests
{
    private const string Shop = """
        CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('sad', 'ok');
        CREATE TABLE app.item (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE, mood app.mood);
        CREATE TABLE app.part (id serial PRIMARY KEY, item int REFERENCES app.item);
        CREATE VIEW app.shown AS SELECT id, name FROM app.item;
        CREATE FUNCTION app.f(int) RETURNS int LANGUAGE sql AS 'SELECT $1';
        INSERT INTO app.item (name, mood) SELECT 'item ' || g, 'ok' FROM generate_series(1, 100) g;
        """;

    [Fact]
    public async Task Two_databases_between_which_a_migration_can_begin_pass_all_checks_and_nothing_is_written_on_either()
    {
        // Autovacuum writes, too.
        var quiet = new Dictionary<string, string> { ["autovacuum"] = "off" };
        await using var sourceServer = await TestServer.StartOwnAsync(settings: quiet);
        await using var targetServer = await TestServer.StartOwnAsync(settings: quiet);
        await using var source = await TestDatabase.CreateAsync(TestServer.Of(sourceServer));
        await using var target = await TestDatabase.CreateAsync(TestServer.Of(targetServer));
        await source.ExecuteAsync(Shop);
        var before = (await TracesAsync(source), await TracesAsync(target));

        var run = await CheckRun.OfAsync(source, target, "--deep");

        run.ShouldPass();
        Assert.Equal(before, (await TracesAsync(source), await TracesAsync(target)));
        await Sessions.ShouldBeGoneAsync(source);
        await Sessions.ShouldBeGoneAsync(target);
    }

    // The next transaction id, which every writer takes; a checkpoint or a cleaned page writes WAL by itself.
    private static async Task<string?> TracesAsync(TestDatabase database) => await database.ScalarAsync<string>(
        "SELECT pg_snapshot_xmax(pg_current_snapshot())::text || (SELECT count(*) FROM pg_class) || (SELECT count(*) FROM pg_namespace)");

    [Fact]
    public async Task Definitions_that_go_while_they_are_read_are_read_again()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();

        var run = await WhileAViewGoesAsync(source, () => CheckRun.OfAsync(source, target));

        run.ShouldPass();
    }

    [Fact]
    public async Task A_migration_whose_definitions_go_while_they_are_read_begins_again_under_a_new_snapshot()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();

        var run = await WhileAViewGoesAsync(source, () => Cli.MigrateAsync(source, target));

        Assert.True(run.ExitCode == 0, run.Printed);
        Assert.Equal(
            "staying", await target.ScalarAsync<string>("SELECT string_agg(viewname, ',') FROM pg_views WHERE schemaname = 'public'"));
    }

    /// <summary>Starts a run while another session drops one of two views, and lets that session
    /// commit once the run waits for the view.</summary>
    private static async Task<T> WhileAViewGoesAsync<T>(TestDatabase source, Func<Task<T>> start)
    {
        await source.ExecuteAsync(
            "CREATE TABLE t (id int); CREATE VIEW going AS SELECT id FROM t; CREATE VIEW staying AS SELECT id FROM t");
        await using var session = await source.OpenAsync();
        await using var transaction = await session.BeginTransactionAsync();
        await using (var drop = new Npgsql.NpgsqlCommand("DROP VIEW going", session))
            await drop.ExecuteNonQueryAsync();
        var run = start();
        await Eventually.TrueAsync(
            () => source.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'going'::regclass AND NOT granted)"),
            "nobody reads the view's definition");
        await transaction.CommitAsync();
        return await run;
    }

    [Fact]
    public async Task The_table_for_people_has_a_line_for_each_check_and_a_verdict()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync(Shop);
        await target.ExecuteAsync("CREATE SCHEMA app; CREATE TABLE app.item (id int)");

        var run = await Cli.RunAsync("check", "--source", source.Noted().Uri, "--target", target.Noted().Uri);

        Assert.Equal(2, run.ExitCode);
        var lines = run.Out.Split('\n');
        foreach (var name in (await CheckRun.OfAsync(source, target)).Names)
            Assert.Contains(lines, line => line.StartsWith(name, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("names", StringComparison.Ordinal)
            && line.Contains("fail  The target is not empty; it has table app.item.", StringComparison.Ordinal));
        Assert.Contains("A migration would be refused: 1 failure, 0 warnings.", run.Out, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Scope_and_new_names_count_as_in_a_migration()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync(Shop + "CREATE TABLE other (id int)");
        await target.ExecuteAsync("CREATE TABLE other (id int)");

        (await CheckRun.OfAsync(source, target)).ShouldSay("names", "fail", "table public.other");
        (await CheckRun.OfAsync(source, target, "--source-schema", "app")).ShouldPass();
        (await CheckRun.OfAsync(source, target, "--map-schema", "app=pg_app")).ShouldSay("scope", "fail", "pg_app", "reserved");
        (await CheckRun.OfAsync(source, target, "--source-schema", "app", "--target-schema", new string('x', 64)))
            .ShouldSay("scope", "fail", "64 bytes");
        (await CheckRun.OfAsync(source, target, "--include-tables", "nowhere")).ShouldSay("scope", "fail", "nowhere");
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_a_failure_and_the_other_checks_are_not_run()
    {
        await using var source = await TestDatabase.CreateAsync();

        var run = await CheckRun.OfAsync(source.Noted().Uri, "postgresql://nobody@127.0.0.1:1/none");

        Assert.Equal(2, run.ExitCode);
        run.ShouldSay("databases", "fail", "127.0.0.1:1");
        run.ShouldSay("versions", "not-checked");
        run.ShouldSay("names", "not-checked");
    }

    [Fact]
    public async Task A_migration_is_refused_with_all_that_fails_at_once_and_a_warning_is_a_notice()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("CREATE TABLE seen (id int); CREATE TABLE hidden (id int); CREATE SEQUENCE counter");
        await target.ExecuteAsync(
            "CREATE TABLE seen (id int); CREATE TABLE hidden (id int); CREATE FUNCTION noted() RETURNS event_trigger LANGUAGE plpgsql AS "
                + "'BEGIN END'; CREATE EVENT TRIGGER noting ON ddl_command_end EXECUTE FUNCTION noted()");
        await using var role = await TestRole.CreateAsync(source);
        await source.ExecuteAsync($"GRANT SELECT ON seen TO {role.Name}; GRANT SELECT ON SEQUENCE counter TO {role.Name}");

        var refused = await Cli.MigrateAsync(role.UriOf(source), target.Noted().Uri);

        refused.ShouldRefuse(2, "2 checks failed", "public.hidden (no SELECT on it)", "GRANT SELECT ON",
            "The target is not empty; it has table public.hidden, table public.seen.");
        await source.ExecuteAsync($"GRANT SELECT ON hidden TO {role.Name}");
        await target.ExecuteAsync("DROP TABLE seen, hidden");
        var run = await Cli.MigrateAsync(role.UriOf(source), target.Noted().Uri, "--no-privileges");
        Assert.True(run.ExitCode == 0, run.Printed);
        Assert.Contains("noting (on ddl_command_end, calls public.noted)", run.Error, StringComparison.Ordinal);
        await source.ExecuteAsync($"DROP OWNED BY {role.Name}");
    }
}
