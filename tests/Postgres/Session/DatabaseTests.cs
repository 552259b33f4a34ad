using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Postgres.Tests.Session;

public sealed class DatabaseTests(TestDatabaseFixture fixture) : IClassFixture<TestDatabaseFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_source_session_is_pinned_to_the_settings_that_keep_rows_exact()
    {
        await using var database = Sessions.Source(fixture.Database);
        await using var session = await database.OpenAsync(SessionPurpose.Copy, None);

        Assert.Equal("off", await Show(session, "row_security"));
        Assert.Equal("ISO, MDY", await Show(session, "DateStyle"));
        Assert.Equal("postgres", await Show(session, "IntervalStyle"));
        Assert.Equal("3", await Show(session, "extra_float_digits"));
        Assert.Equal("UTF8", await Show(session, "client_encoding"));
        Assert.Equal("pg_catalog", await Show(session, "search_path"));
        Assert.Equal("0", await Show(session, "statement_timeout"));
        Assert.Equal("on", await Show(session, "default_transaction_read_only"));
        Assert.Equal("off", await Show(session, "synchronize_seqscans"));
        Assert.Equal("actormigrate copy", await Show(session, "application_name"));
    }

    [Theory]
    [InlineData(SessionPurpose.Preflight, 300)]
    [InlineData(SessionPurpose.Catalog, 1800)]
    [InlineData(SessionPurpose.Control, 1800)]
    [InlineData(SessionPurpose.Lease, 1800)]
    [InlineData(SessionPurpose.Copy, 0)]
    [InlineData(SessionPurpose.Snapshot, 0)]
    public async Task Only_sessions_that_are_watched_in_another_way_wait_for_answers_without_end(SessionPurpose purpose, int seconds)
    {
        await using var database = Sessions.Source(fixture.Database);
        await using var session = await database.OpenAsync(purpose, None);

        Assert.Equal(seconds, session.CommandTimeout);
    }

    [Theory]
    [InlineData(SessionPurpose.Snapshot, "0 2")]
    [InlineData(SessionPurpose.Heartbeat, "0 2")]
    [InlineData(SessionPurpose.Lease, "0 2")]
    // The server decides for these, which it does by planning five times.
    [InlineData(SessionPurpose.Control, "2 0")]
    public async Task Questions_that_come_again_are_prepared_and_not_planned_for_each_value(SessionPurpose purpose, string plans)
    {
        await using var database = Sessions.Source(fixture.Database);
        await using var session = await database.OpenAsync(purpose, None);

        for (var i = 0; i < 3; i++)
        {
            await using var asking = new NpgsqlCommand("SELECT relname FROM pg_catalog.pg_class WHERE relname = $1", session);
            asking.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "pg_class" });
            Assert.Equal("pg_class", await asking.ExecuteScalarAsync(None));
        }

        await using var seen = new NpgsqlCommand(
            "SELECT custom_plans || ' ' || generic_plans FROM pg_catalog.pg_prepared_statements WHERE statement LIKE 'SELECT relname%'",
            session);
        Assert.Equal(plans, await seen.ExecuteScalarAsync(None));
    }

    [Fact]
    public async Task A_session_that_was_opened_ahead_is_handed_out_once()
    {
        await using var database = Sessions.Source(fixture.Database);
        await NoneIsLeftAsync("catalog");
        database.OpenAhead([SessionPurpose.Catalog], None);
        await Eventually.TrueAsync(
            async () => await CountAsync("catalog") == 1, "no session was opened ahead");

        await using var other = await database.OpenAsync(SessionPurpose.Copy, None);
        await using var ahead = await database.OpenAsync(SessionPurpose.Catalog, None);
        Assert.Equal(1, await CountAsync("catalog"));
        await using var next = await database.OpenAsync(SessionPurpose.Catalog, None);

        Assert.Equal(2, await CountAsync("catalog"));
        Assert.Equal("pg_catalog", await Show(ahead, "search_path"));
    }

    [Fact]
    public async Task A_session_that_could_not_be_opened_ahead_is_opened_when_it_is_needed()
    {
        const string name = "made_later";
        await using var database = Sessions.Source(fixture.Database.Uri.Replace(fixture.Database.Name, name, StringComparison.Ordinal));
        database.OpenAhead([SessionPurpose.Catalog], None);
        await Assert.ThrowsAsync<RefusedException>(() => database.OpenAsync(SessionPurpose.Copy, None));
        await using var later = await TestDatabase.CreateAsync(fixture.Database.Server, new TestDatabaseOptions { Name = name });

        await using var session = await database.OpenAsync(SessionPurpose.Catalog, None);

        Assert.Equal(name, session.Database);
    }

    [Fact]
    public async Task A_session_that_was_opened_ahead_is_not_lost_to_a_caller_that_gives_up()
    {
        await using var database = Sessions.Source(fixture.Database);
        await NoneIsLeftAsync("finish");
        database.OpenAhead([SessionPurpose.Finish], None);
        await Eventually.TrueAsync(async () => await CountAsync("finish") == 1, "no session was opened ahead");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => database.OpenAsync(SessionPurpose.Finish, new CancellationToken(canceled: true)));
        await database.CloseAheadAsync();

        await NoneIsLeftAsync("finish");
    }

    [Fact]
    public async Task Sessions_that_nobody_took_end_with_their_database()
    {
        await NoneIsLeftAsync("schema");
        await using (var database = Sessions.Source(fixture.Database))
        {
            database.OpenAhead([SessionPurpose.Schema, SessionPurpose.Schema], None);
            await Eventually.TrueAsync(async () => await CountAsync("schema") == 2, "no sessions were opened ahead");
        }

        await NoneIsLeftAsync("schema");
    }

    /// <summary>Waits for the ends of sessions, those of other tests of this class included.</summary>
    private Task NoneIsLeftAsync(string purpose) =>
        Eventually.TrueAsync(async () => await CountAsync(purpose) == 0, $"a session for {purpose} is left");

    private Task<long> CountAsync(string purpose) => fixture.Database.ScalarAsync<long>(
        $"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'actormigrate {purpose}'");

    [Fact]
    public async Task A_source_session_cannot_write()
    {
        await using var database = Sessions.Source(fixture.Database);
        await using var session = await database.OpenAsync(SessionPurpose.Copy, None);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => session.ExecuteAsync("CREATE TABLE public.nothing ()"));

        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, refused.SqlState);
    }

    [Fact]
    public async Task A_target_session_writes_without_waiting_for_the_disk()
    {
        await using var database = Sessions.Target(fixture.Database);
        await using var session = await database.OpenAsync(SessionPurpose.Copy, None);

        Assert.Equal("off", await Show(session, "synchronous_commit"));
        Assert.Equal("off", await Show(session, "default_transaction_read_only"));
    }

    [Fact]
    public async Task A_backend_looks_whether_its_client_is_still_there()
    {
        await using var database = Sessions.Target(fixture.Database);
        await using var session = await database.OpenAsync(SessionPurpose.Finish, None);

        Assert.Equal("5s", await Show(session, "client_connection_check_interval"));
        Assert.Equal("60", await Show(session, "tcp_keepalives_idle"));
    }

    [Fact]
    public async Task A_disposed_session_leaves_no_backend()
    {
        await using var database = Sessions.Source(fixture.Database);
        var session = await database.OpenAsync(SessionPurpose.Copy, None);
        var pid = session.ProcessID;
        await session.DisposeAsync();

        await Eventually.TrueAsync(
            async () => await fixture.Database.ScalarAsync<long>($"SELECT count(*) FROM pg_stat_activity WHERE pid = {pid}") == 0);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    public async Task Every_version_takes_the_pins_that_it_has(int major)
    {
        await using var test = await TestDatabase.CreateAsync(major);
        await test.ExecuteAsync(
            $"ALTER DATABASE {test.Name} SET statement_timeout = '1min'; ALTER DATABASE {test.Name} SET datestyle = 'SQL, DMY'; ALTER "
                + $"DATABASE {test.Name} SET bytea_output = 'escape'; ALTER DATABASE {test.Name} SET standard_conforming_strings = off");
        await using var database = Sessions.Target(test);
        await using var session = await database.OpenAsync(SessionPurpose.Copy, None);

        Assert.Equal("0", await Show(session, "statement_timeout"));
        Assert.Equal("ISO, MDY", await Show(session, "DateStyle"));
        Assert.Equal("hex", await Show(session, "bytea_output"));
        Assert.Equal("on", await Show(session, "standard_conforming_strings"));
        if (test.Server.MajorVersion >= 17)
            Assert.Equal("0", await Show(session, "transaction_timeout"));
    }

    [Fact]
    public async Task Startup_options_cannot_undo_a_pin()
    {
        await using var database =
            Sessions.Source($"{fixture.Database.Uri}?options=-c%20datestyle%3DGerman%20-c%20work_mem%3D5MB&application_name=mine");
        await using var session = await database.OpenAsync(SessionPurpose.Copy, None);

        Assert.Equal("ISO, MDY", await Show(session, "DateStyle"));
        Assert.Equal("5MB", await Show(session, "work_mem"));
        Assert.Equal("mine copy", await Show(session, "application_name"));
    }

    [Theory]
    [InlineData("a name that is as long as a name can be, and then some more of it")]
    [InlineData("ein sehr langer Name für ein Programm mit großen Plänen und Umlauten")]
    public async Task A_node_is_known_by_its_sessions_whatever_application_name_the_user_gives(string name)
    {
        var node = new NodeId(Guid.NewGuid());
        var uri = $"{fixture.Database.Uri}?application_name={Uri.EscapeDataString(name)}";
        await using var database = new Database(Sessions.Connection(uri, "target"), Side.Target, node: node);
        await using var session = await database.OpenAsync(SessionPurpose.Heartbeat, None);

        Assert.True(await NodeSessions.AnyAsync(session, node, None));
        Assert.EndsWith(" heartbeat " + NodeSessions.MarkOf(node), await Show(session, "application_name"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_row_security_hides_are_an_error_and_not_left_out()
    {
        await fixture.Database.ExecuteAsync("""
            CREATE TABLE hidden (id int); INSERT INTO hidden VALUES (1), (2);
            ALTER TABLE hidden ENABLE ROW LEVEL SECURITY; ALTER TABLE hidden FORCE ROW LEVEL SECURITY;
            CREATE POLICY only_one ON hidden USING (id = 1);
            DO $$ BEGIN CREATE ROLE row_reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            GRANT SELECT ON hidden TO row_reader
            """);
        try
        {
            await using var database = Sessions.Source(fixture.Database);
            await using var session = await database.OpenAsync(SessionPurpose.Copy, None);
            await session.ExecuteAsync("SET ROLE row_reader");

            var refused = await Assert.ThrowsAsync<PostgresException>(() => session.ExecuteAsync("SELECT * FROM public.hidden"));

            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
        finally
        {
            await fixture.Database.ExecuteAsync("DROP OWNED BY row_reader; DROP ROLE row_reader");
        }
    }

    [Theory]
    [InlineData(SessionPurpose.Copy)]
    [InlineData(SessionPurpose.Control)]
    public async Task Catalog_types_arrays_and_raw_copies_work_without_loading_types(SessionPurpose purpose)
    {
        await using var database = Sessions.Source(fixture.Database);
        await using var session = await database.OpenAsync(purpose, None);

        Assert.Equal(["a", "b"], await session.ScalarAsync<string[]>("SELECT ARRAY['a', 'b']"));
        Assert.Equal(1259u, await session.ScalarAsync<uint>("SELECT 'pg_class'::regclass::oid"));
        Assert.Equal("pg_class", await session.ScalarAsync<string>("SELECT relname FROM pg_class WHERE oid = 1259"));
        Assert.Equal("r", await session.ScalarAsync<string>("SELECT relkind::text FROM pg_class WHERE oid = 1259"));
        Assert.Equal(2, (await session.ScalarAsync<short[]>("SELECT ARRAY[1, 2]::int2[]")).Length);
        Assert.Equal("{\"a\": 1}", await session.ScalarAsync<string>("SELECT '{\"a\": 1}'::jsonb"));
        await using var copy = await session.BeginRawBinaryCopyAsync(
            "COPY (SELECT repeat('x', 1000000) FROM generate_series(1, 20)) TO STDOUT (FORMAT binary)", None);
        var buffer = new byte[1 << 16];
        var bytes = 0L;
        for (var read = await copy.ReadAsync(buffer, None); read > 0; read = await copy.ReadAsync(buffer, None))
            bytes += read;
        Assert.InRange(bytes, 20_000_000, 20_001_000);
    }

    [Fact]
    public async Task A_copy_may_pass_bytes_in_another_encoding_than_the_sessions()
    {
        await using var test = await TestDatabase.CreateAsync(options: new TestDatabaseOptions { Encoding = "SQL_ASCII", Locale = "C" });
        await using var database = Sessions.Source(test);
        await using var session = await database.OpenAsync(SessionPurpose.Copy, None);
        await session.ExecuteAsync("SET client_encoding = 'SQL_ASCII'");

        await using var copy = await session.BeginRawBinaryCopyAsync(@"COPY (SELECT E'\377'::text) TO STDOUT (FORMAT binary)", None);
        var bytes = new byte[64];
        var read = await copy.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false);

        // After the header: count of columns, length, the byte itself, trailer.
        Assert.Equal([0, 1, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF], bytes[19..read]);
    }

    [Fact]
    public async Task An_IPv6_host_is_connected_to()
    {
        await using var server =
            await TestServer.StartOwnAsync(settings: new Dictionary<string, string> { ["listen_addresses"] = "127.0.0.1, ::1" });
        var uri = new Uri(server.Uri);
        await using var database = Sessions.Source($"postgresql://{uri.UserInfo}@[::1]:{server.Port}/postgres");
        await using var session = await database.OpenAsync(SessionPurpose.Copy, None);

        Assert.Equal("::1/128", await session.ScalarAsync<string>("SELECT inet_server_addr()::text"));
    }

    [Fact]
    public async Task No_session_shows_its_password()
    {
        await using var database = Sessions.Source(fixture.Database);
        await using var session = await database.OpenAsync(SessionPurpose.Copy, None);
        var password = new Uri(fixture.Database.Uri).UserInfo.Split(':')[1];

        Assert.DoesNotContain(password, session.ConnectionString, StringComparison.Ordinal);
        Assert.DoesNotContain(password, database.Connection.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("source", "restore it")]
    [InlineData("target", "create it anew")]
    public async Task A_database_that_was_dropped_since_it_was_reached_is_told_from_one_that_was_never_there(string role, string remedy)
    {
        var test = await TestDatabase.CreateAsync();
        await using var database = new Database(Sessions.Connection(test.Uri, role), Side.Target);
        await (await database.OpenAsync(SessionPurpose.Control, None)).DisposeAsync();
        await test.DisposeAsync();

        var refused = await Assert.ThrowsAsync<RefusedException>(() => database.OpenAsync(SessionPurpose.Control, None));

        Assert.Contains("was dropped or renamed since", refused.Remedy, StringComparison.Ordinal);
        Assert.Contains(remedy, refused.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("first", refused.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ROLE", "{0}")]
    [InlineData("DATABASE", "{1}")]
    public async Task A_connection_limit_that_is_used_up_is_named_with_the_statement_that_raises_it(string kind, string format)
    {
        await using var test = await TestDatabase.CreateAsync();
        var role = $"role_{Guid.NewGuid():N}"[..20];
        var name = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, role, test.Name);
        await test.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'pw'; ALTER {kind} {name} CONNECTION LIMIT 0");
        try
        {
            await using var database =
                Sessions.Target(new UriBuilder(test.Uri) { UserName = role, Password = "pw" }.Uri.ToString());

            var refused = await Assert.ThrowsAsync<RefusedException>(() => database.OpenAsync(SessionPurpose.Control, None));

            Assert.Contains($"ALTER {kind} \"{name}\" CONNECTION LIMIT", refused.Remedy, StringComparison.Ordinal);
            Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            await test.ExecuteAsync($"DROP ROLE {role}");
        }
    }

    private static Task<string> Show(NpgsqlConnection session, string setting) => session.ScalarAsync<string>($"SHOW {setting}");
}
