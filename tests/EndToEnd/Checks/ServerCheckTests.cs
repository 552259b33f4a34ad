using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Checks;

public sealed class ServerCheckTests
{
    [Fact]
    public async Task One_database_as_both_sides()
    {
        await using var source = await WithTableAsync();
        (await CheckRun.OfAsync(source, source)).ShouldSay("databases", "fail", "same database", "--target");
    }

    [Fact]
    public async Task An_older_target_and_what_it_cannot_express()
    {
        await using var source = await TestDatabase.CreateAsync(18);
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("CREATE TABLE t (id int, twice int GENERATED ALWAYS AS (id * 2) VIRTUAL)");
        (await CheckRun.OfAsync(source, target)).ShouldSay("versions", "fail", "older than the source", "--allow-older-target");
        var allowed = await CheckRun.OfAsync(source, target, "--allow-older-target");
        allowed.ShouldSay("versions", "pass");
        allowed.ShouldSay("definitions", "fail", "public.t", "--exclude-tables");
    }

    [Fact]
    public async Task A_standby_as_the_source_and_as_the_target()
    {
        await using var primary = await TestServer.StartOwnAsync();
        await using var there = await WithTableAsync(TestServer.Of(primary));
        await there.ExecuteAsync("CREATE UNLOGGED TABLE quick (id int)");
        await using var standby = await Standby.OfAsync(primary);
        var replica = TestDatabase.At(TestServer.Of(standby.Server), there.Name);
        await Eventually.TrueAsync(
            () => replica.ScalarAsync<bool>("SELECT count(*) > 0 FROM pg_class WHERE relname = 'quick'"), "the standby replays");
        await using var other = await TestDatabase.CreateAsync();

        var reading = await CheckRun.OfAsync(replica, other);
        reading.ShouldSay("unlogged-tables", "fail", "public.quick", "--exclude-tables");
        reading.ShouldSay("standbys", "warn", "hot_standby_feedback");
        (await CheckRun.OfAsync(replica, other, "--exclude-tables", "quick")).ShouldSay("unlogged-tables", "pass");
        (await CheckRun.OfAsync(other, replica)).ShouldSay("standbys", "fail", "The target is a standby", "primary");
    }

    [Fact]
    public async Task Settings_of_the_target_that_stop_a_migration_or_part_of_it()
    {
        await using var source = await WithTableAsync();
        await using var target = await TestDatabase.CreateAsync();
        await target.ExecuteAsync($"ALTER DATABASE \"{target.Name}\" SET temp_file_limit = '10MB'");
        (await CheckRun.OfAsync(source, target)).ShouldSay("settings", "warn", "temp_file_limit", "10240 kB", "ALTER ROLE");
        await target.ExecuteAsync($"ALTER DATABASE \"{target.Name}\" SET default_transaction_read_only = on");
        (await CheckRun.OfAsync(source, target)).ShouldSay("settings", "fail", "default_transaction_read_only");
    }

    [Fact]
    public async Task Publications_in_a_target_that_cannot_publish()
    {
        await using var source = await WithTableAsync();
        await using var target = await TestDatabase.CreateAsync();
        (await CheckRun.OfAsync(source, target)).ShouldSay("replication", "pass");
        await source.ExecuteAsync("CREATE PUBLICATION news FOR TABLE t");
        (await CheckRun.OfAsync(source, target)).ShouldSay("replication", "warn", "wal_level", "news");
    }

    [Theory]
    [InlineData(15, "max_replication_slots")]
    [InlineData(18, "max_active_replication_origins")]
    public async Task More_subscriptions_than_the_target_can_enable(int major, string setting)
    {
        await using var server = await TestServer.StartOwnAsync(
            major, new Dictionary<string, string> { [setting] = "1", ["max_logical_replication_workers"] = "1" });
        await using var source = await WithTableAsync();
        await using var target = await TestDatabase.CreateAsync(TestServer.Of(server));
        var names = Enumerable.Range(1, 2).Select(number => $"sub_{number}_{source.Name}").ToList();
        try
        {
            foreach (var name in names)
                await source.ExecuteAsync(
                    $"CREATE SUBSCRIPTION {name} CONNECTION 'host=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE)");
            var run = await CheckRun.OfAsync(source, target);
            run.ShouldSay("replication", "warn", $"{setting} on the target is 1", names[0], names[1], $"ALTER SYSTEM SET {setting} = 2");
            run.ShouldSay("replication", "warn", "max_logical_replication_workers on the target is 1");
            (await CheckRun.OfAsync(source, target, "--skip", "subscription")).ShouldSay("replication", "pass");
        }
        finally
        {
            foreach (var name in names)
                await source.ExecuteAsync($"DROP SUBSCRIPTION IF EXISTS {name}");
        }
    }

    [Fact]
    public async Task Prepared_transactions_by_name_and_the_tables_that_they_lock()
    {
        await using var server =
            await TestServer.StartOwnAsync(settings: new Dictionary<string, string> { ["max_prepared_transactions"] = "5" });
        await using var source = await WithTableAsync(TestServer.Of(server));
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("CREATE TABLE free (id int)");
        await source.ExecuteAsync("BEGIN; LOCK TABLE t; PREPARE TRANSACTION 'left-behind'");
        try
        {
            await LeftBehindAsync(source, target);
        }
        finally
        {
            await source.ExecuteAsync("ROLLBACK PREPARED 'left-behind'");
        }

        await target.ExecuteAsync("CREATE TABLE t (id int)");
        await source.ExecuteAsync("BEGIN; LOCK TABLE t IN ROW SHARE MODE; PREPARE TRANSACTION 'in the way'");
        (await CheckRun.OfAsync(target, source, "--drop-existing-tables")).ShouldSay(
            "target-locks", "fail", "public.t: the prepared transaction 'in the way' holds ROW SHARE", "ROLLBACK PREPARED 'in the way'");
        await source.ExecuteAsync("ROLLBACK PREPARED 'in the way'");
    }

    private static async Task LeftBehindAsync(TestDatabase source, TestDatabase target)
    {
        var run = await CheckRun.OfAsync(source, target);
        run.ShouldSay("source-locks", "fail", "public.t", "left-behind", "ROLLBACK PREPARED 'left-behind'");
        run.ShouldSay("transactions", "warn", "left-behind");
        (await CheckRun.OfAsync(source, target, "--include-tables", "free")).ShouldSay("source-locks", "pass");
        var refused = await Cli.MigrateAsync(source, target);
        refused.ShouldRefuse(
            2, "public.t", "the prepared transaction 'left-behind' holds ACCESS EXCLUSIVE", "COMMIT PREPARED 'left-behind'");
    }

    [Fact]
    public async Task A_session_that_keeps_others_from_a_table()
    {
        await using var source = await WithTableAsync();
        await using var target = await WithTableAsync();
        await using var session = await source.OpenAsync();
        await ExecuteAsync(session, "BEGIN; LOCK TABLE t");
        var locked = await CheckRun.OfAsync(source, target, "--truncate-existing-tables");
        locked.ShouldSay("source-locks", "warn", "public.t", $"backend {session.ProcessID}", "pg_terminate_backend");
        locked.ShouldSay("scope", "fail", "could not be read", $"backend {session.ProcessID}");
        await ExecuteAsync(session, "ROLLBACK");
        await using var other = await target.OpenAsync();
        await ExecuteAsync(other, "BEGIN; LOCK TABLE t");
        (await CheckRun.OfAsync(source, target)).ShouldSay("target-locks", "not-checked");
        await ExecuteAsync(other, "ROLLBACK");
        (await CheckRun.OfAsync(source, target, "--truncate-existing-tables")).ShouldSay("target-locks", "pass");

        await ExecuteAsync(other, "BEGIN; LOCK TABLE t IN ACCESS SHARE MODE");
        (await CheckRun.OfAsync(source, target, "--truncate-existing-tables")).ShouldSay(
            "target-locks", "warn", "public.t", $"backend {other.ProcessID}", "holds ACCESS SHARE", "pg_terminate_backend");
        (await CheckRun.OfAsync(source, target, "--data-only")).ShouldSay("target-locks", "pass");
        await ExecuteAsync(other, "LOCK TABLE t IN SHARE MODE");
        (await CheckRun.OfAsync(source, target, "--data-only")).ShouldSay("target-locks", "warn", "holds SHARE,");
    }

    [Fact]
    public async Task Encodings_and_collations_of_the_databases()
    {
        await using var source = await WithTableAsync();
        await using var latin = await TestDatabase.CreateAsync(options: new TestDatabaseOptions { Encoding = "LATIN1", Locale = "C" });
        await using var ascii = await TestDatabase.CreateAsync(options: new TestDatabaseOptions { Encoding = "SQL_ASCII", Locale = "C" });
        await using var icu = await TestDatabase.CreateAsync(options: new TestDatabaseOptions { IcuLocale = "en-US" });
        (await CheckRun.OfAsync(source, latin)).ShouldSay("encodings", "warn", "LATIN1", "22P05");
        (await CheckRun.OfAsync(ascii, source, "--drop-existing-tables")).ShouldSay("encodings", "warn", "SQL_ASCII", "22021");
        (await CheckRun.OfAsync(latin, source)).ShouldSay("encodings", "pass");
        (await CheckRun.OfAsync(source, icu)).ShouldSay("default-collations", "warn", "en-US (ICU");
    }

    [Fact]
    public async Task Values_that_the_targets_encoding_cannot_hold_are_found_when_asked_for()
    {
        await using var ascii = await TestDatabase.CreateAsync(options: new TestDatabaseOptions { Encoding = "SQL_ASCII", Locale = "C" });
        await using var utf8 = await TestDatabase.CreateAsync();
        await using var latin = await TestDatabase.CreateAsync(options: new TestDatabaseOptions { Encoding = "LATIN1", Locale = "C" });
        await using var empty = await TestDatabase.CreateAsync();
        await ascii.ExecuteAsync("""
            CREATE TABLE good (id int PRIMARY KEY, v text, b bytea, n numeric); INSERT INTO good VALUES (1, 'abc', '\xff', 1);
            CREATE TABLE bad (id int PRIMARY KEY, "first column" text, v text, a text[]); INSERT INTO bad VALUES (1, 'ok', convert_from('\x636166e9', 'SQL_ASCII'), '{ok}'), (2, 'ok', 'ok', ARRAY[convert_from('\xff', 'SQL_ASCII')]);
            """);
        await utf8.ExecuteAsync(
            "CREATE TABLE w (id int, v varchar(9), other text); INSERT INTO w VALUES (1, 'caf\u00e9', 'x'), (2, '\u20ac', 'y')");

        (await CheckRun.OfAsync(ascii, empty)).ShouldSay("texts", "pass");
        var found = await CheckRun.OfAsync(ascii, empty, "--deep");
        found.ShouldSay("texts", "fail", "public.bad", "the columns v, a of", "UTF8", "ENCODING");
        (await CheckRun.OfAsync(ascii, empty, "--deep", "--exclude-tables", "bad")).ShouldSay("texts", "pass");
        (await CheckRun.OfAsync(utf8, latin, "--deep")).ShouldSay("texts", "fail", "the column v of public.w", "LATIN1");
        (await CheckRun.OfAsync(ascii, latin, "--deep")).ShouldSay("texts", "pass");
    }

    private static async Task<TestDatabase> WithTableAsync(TestServer? server = null)
    {
        var database = await TestDatabase.CreateAsync(server ?? await TestServer.GetAsync());
        await database.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY)");
        return database;
    }

    private static async Task ExecuteAsync(NpgsqlConnection session, string sql)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync();
    }
}
