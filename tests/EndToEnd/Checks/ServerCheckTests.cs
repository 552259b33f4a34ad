using System.Text.Json;
using System.Text.RegularExpressions;
using ActorMigrate.EndToEnd.Tests.Owners;
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
        (await CheckRun.OfAsync(latin, ascii)).ShouldSay("encodings", "warn", "SQL_ASCII", "as UTF-8");
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

    [Fact]
    public async Task Functions_of_the_source_server_that_the_role_may_not_call()
    {
        await using var source = await WithTableAsync();
        await using var target = await TestDatabase.CreateAsync();
        await using var reader = await TestRole.CreateAsync(source);
        await source.ExecuteAsync($"""
            GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reader.Name};
            REVOKE EXECUTE ON FUNCTION sum(int8), sum(numeric), md5(text), int8eq(int8, int8), pg_sleep(float8) FROM PUBLIC;
            """);
        var uri = reader.UriOf(source);

        (await CheckRun.OfAsync(uri, target.Noted().Uri)).ShouldSay(
            "databases", "fail",
            "pg_catalog.int8eq(bigint, bigint), pg_catalog.md5(text), pg_catalog.sum(bigint), pg_catalog.sum(numeric).",
            "GRANT EXECUTE ON FUNCTION pg_catalog.int8eq(bigint, bigint), pg_catalog.md5(text)", reader.Name);
        (await Cli.MigrateAsync(uri, target.Uri)).ShouldRefuse(2, "pg_catalog.sum(bigint)", "GRANT EXECUTE ON FUNCTION");

        await source.ExecuteAsync("GRANT EXECUTE ON FUNCTION pg_catalog.int8eq(bigint, bigint), pg_catalog.md5(text), "
            + $"pg_catalog.sum(bigint), pg_catalog.sum(numeric) TO {reader.Name}");
        (await CheckRun.OfAsync(uri, target.Uri)).ShouldSay("databases", "pass");
        await source.ExecuteAsync($"DROP OWNED BY {reader.Name}");
    }

    [LongFact]
    public async Task The_functions_that_are_named_are_all_that_a_migration_and_a_comparison_call_in_the_source()
    {
        await using var scene = await RoleScene.SetAsync(("reader", "IN ROLE pg_read_all_data"));
        await scene.ExecuteAsync(scene.Source, """
            CREATE TYPE mood AS ENUM ('a', 'b'); CREATE DOMAIN d AS numeric CHECK (value > 0); CREATE TYPE pair AS (a int, b text);
            CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x text DEFAULT 'x', m mood, n d, p pair, j jsonb, b bytea, c "char", ts timestamptz);
            INSERT INTO t (x, m, n, p, j, b, c, ts) SELECT 'v' || i, 'a', i, ROW(i, 'b')::pair, '{"a": 1}', '\x01', 'c', now() FROM generate_series(1, 50000) i;
            CREATE TABLE parted (id int, d date) PARTITION BY RANGE (id); CREATE TABLE part PARTITION OF parted FOR VALUES FROM (0) TO (9); INSERT INTO parted VALUES (1);
            CREATE INDEX ON t (x) WHERE n > 3; CREATE VIEW v AS SELECT id, count(*) OVER () FROM t; CREATE SEQUENCE s; SELECT nextval('s');
            CREATE FUNCTION f(i int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE child () INHERITS (t); COMMENT ON TABLE t IS 'c';
            ANALYZE;
            REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA pg_catalog FROM PUBLIC;
            """);
        var (uri, target, named) = (scene.UriOf(scene.Source, "reader"), scene.Target.Uri, "");
        // To open a session and to look for functions calls some, too; the server names these one by one.
        for (var tries = 0; tries < 100 && named.Length == 0; tries++)
        {
            var check = await Cli.RunAsync("check", "--json", "--source", uri, "--target", target);
            if (Regex.Match(check.Printed, "permission denied for function (\\w+)") is { Success: true } denied)
                await scene.ExecuteAsync(scene.Source, $"""
                    DO $$ DECLARE f regprocedure; BEGIN
                        FOR f IN SELECT oid::regprocedure FROM pg_proc WHERE proname = '{denied.Groups[1].Value}' LOOP
                            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO <reader>', f);
                        END LOOP; END $$
                    """);
            else
                named = RemedyOf(check.Out);
        }

        Assert.NotEmpty(named);
        await scene.ExecuteAsync(scene.Source, named);
        var migrated = await Cli.MigrateAsync(uri, target, "--partition-threshold", "10000 rows");
        Assert.True(migrated.ExitCode == 0, migrated.Printed);
        foreach (var flags in new[] { "counts", "full" })
        {
            var compared = await Cli.RunAsync("validate", "--validate", flags, "--source", uri, "--target", target);
            Assert.True(compared.ExitCode == 0, compared.Printed);
        }
    }

    /// <summary>Returns the GRANT that the first finding's remedy names.</summary>
    private static string RemedyOf(string json)
    {
        using var check = JsonDocument.Parse(json);
        var remedy = check.RootElement.GetProperty("checks").EnumerateArray()
            .SelectMany(one => one.GetProperty("findings").EnumerateArray()).First().GetProperty("remedy").GetString()!;
        return remedy[remedy.IndexOf("GRANT", StringComparison.Ordinal)..];
    }
}
