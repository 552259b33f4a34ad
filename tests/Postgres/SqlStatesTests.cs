using System.Net.Sockets;
using System.Security.Authentication;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Postgres.Tests;

public sealed class SqlStatesTests(TestDatabaseFixture fixture) : IClassFixture<TestDatabaseFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("08000", FailureClass.Transient)]
    [InlineData("08006", FailureClass.Transient)]
    [InlineData("57P01", FailureClass.Transient)]
    [InlineData("57P02", FailureClass.Transient)]
    [InlineData("57P03", FailureClass.Transient)]
    [InlineData("57P05", FailureClass.Transient)]
    [InlineData("57014", FailureClass.Transient)]
    [InlineData("25P03", FailureClass.Transient)]
    [InlineData("25P04", FailureClass.Transient)]
    [InlineData("53300", FailureClass.Transient)]
    [InlineData("53200", FailureClass.Transient)]
    [InlineData("40001", FailureClass.Transient)]
    [InlineData("40P01", FailureClass.Transient)]
    [InlineData("40003", FailureClass.Transient)]
    [InlineData("55P03", FailureClass.Transient)]
    [InlineData("55006", FailureClass.Transient)]
    [InlineData("53100", FailureClass.Fatal)]
    [InlineData("25006", FailureClass.Fatal)]
    [InlineData("58030", FailureClass.Fatal)]
    [InlineData("28000", FailureClass.Fatal)]
    [InlineData("28P01", FailureClass.Fatal)]
    [InlineData("3D000", FailureClass.Fatal)]
    [InlineData("57P04", FailureClass.Fatal)]
    [InlineData("72000", FailureClass.Fatal)]
    [InlineData("40002", FailureClass.Permanent)]
    [InlineData("53400", FailureClass.Permanent)]
    [InlineData("58P01", FailureClass.Permanent)]
    [InlineData("XX000", FailureClass.Permanent)]
    [InlineData("XX001", FailureClass.Permanent)]
    [InlineData("22P02", FailureClass.Permanent)]
    [InlineData("23505", FailureClass.Permanent)]
    [InlineData("42P01", FailureClass.Permanent)]
    [InlineData("3F000", FailureClass.Permanent)]
    [InlineData("42501", FailureClass.Permanent)]
    [InlineData("0A000", FailureClass.Permanent)]
    [InlineData("P0001", FailureClass.Permanent)]
    [InlineData("?", FailureClass.Permanent)]
    public void Each_state_has_its_class(string sqlState, FailureClass expected)
    {
        var failure = SqlStates.Classify(new PostgresException("said", "ERROR", "ERROR", sqlState));

        Assert.Equal((expected, sqlState), (failure.Class, failure.SqlState));
        Assert.StartsWith("said", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_sessions_that_make_the_same_object_at_once_are_no_lasting_failure()
    {
        await using var first = await fixture.Database.OpenAsync();
        await using var second = await fixture.Database.OpenAsync();
        await using var transaction = await first.BeginTransactionAsync();
        await using var create = new NpgsqlCommand("CREATE TYPE raced AS ENUM ()", first);
        await create.ExecuteNonQueryAsync();
        await using var again = new NpgsqlCommand("CREATE TYPE raced AS ENUM ()", second);
        var waiting = again.ExecuteNonQueryAsync();
        await WaitForLockAsync();
        await transaction.CommitAsync();

        var failure = SqlStates.Classify(await Assert.ThrowsAsync<PostgresException>(() => waiting));

        Assert.Equal((FailureClass.Transient, "23505"), (failure.Class, failure.SqlState));
        Assert.Equal(FailureClass.Transient,
            SqlStates.Classify(new PostgresException("tuple concurrently updated", "ERROR", "ERROR", "XX000")).Class);
    }

    [Fact]
    public void A_new_session_that_cannot_write_what_it_has_read_of_the_catalogs_meets_a_full_disk()
    {
        var failure = SqlStates.Classify(new PostgresException("could not write init file", "FATAL", "FATAL", "XX000"));

        Assert.Equal(FailureClass.Fatal, failure.Class);
        Assert.Contains("free space", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DICTIONARY taken (TEMPLATE = simple)")]
    [InlineData("CONFIGURATION taken (COPY = simple)")]
    [InlineData("PARSER taken (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype)")]
    [InlineData("TEMPLATE taken (LEXIZE = dsimple_lexize)")]
    public async Task A_taken_name_of_a_text_search_object_is_permanent_although_the_server_reports_its_catalogs_key(string made)
    {
        await fixture.Database.ExecuteAsync($"CREATE TEXT SEARCH {made}");

        var failure = await FailAsync($"CREATE TEXT SEARCH {made.Replace("taken", "public.taken", StringComparison.Ordinal)}");

        Assert.Equal((FailureClass.Permanent, "23505"), (failure.Class, failure.SqlState));
        Assert.Equal(SqlStates.Classify(new PostgresException("said", "ERROR", "ERROR", "42710")).Remedy, failure.Remedy);
    }

    [Theory]
    [InlineData("SELECT not_found()")]
    [InlineData("SELECT not_found_sql()")]
    public async Task A_function_that_does_not_find_what_it_names_is_told_to_have_no_path_of_its_own(string call)
    {
        await fixture.Database.ExecuteAsync("""
            SET check_function_bodies = off;
            CREATE OR REPLACE FUNCTION not_found() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM nowhere); END';
            CREATE OR REPLACE FUNCTION not_found_sql() RETURNS int LANGUAGE sql AS 'SELECT count(*)::int FROM nowhere';
            """);
        var failure = SqlStates.Classify(await Assert.ThrowsAsync<PostgresException>(() => fixture.Database.ExecuteAsync(call)));
        Assert.Contains("not_found", failure.Message, StringComparison.Ordinal);
        Assert.Contains("SET search_path", failure.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("SET search_path", SqlStates.Classify(await Assert.ThrowsAsync<PostgresException>(
            () => fixture.Database.ExecuteAsync("SELECT FROM nowhere"))).Remedy, StringComparison.Ordinal);
    }

    private async Task WaitForLockAsync()
    {
        while (!await fixture.Database.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"))
            await Task.Yield();
    }

    public static TheoryData<Exception, FailureClass> Others { get; } = new()
    {
        { new IOException("reset"), FailureClass.Transient },
        { new EndOfStreamException(), FailureClass.Transient },
        { new SocketException((int)SocketError.ConnectionReset), FailureClass.Transient },
        { new TimeoutException(), FailureClass.Transient },
        { new NpgsqlException("reading", new IOException("reset")), FailureClass.Transient },
        { new NpgsqlException("reading", new TimeoutException()), FailureClass.Transient },
        { new OperationCanceledException(), FailureClass.Transient },
        { new NpgsqlException("handshake", new AuthenticationException("untrusted")), FailureClass.Fatal },
        { new NpgsqlException("misuse"), FailureClass.Permanent },
        { new InvalidOperationException("ours"), FailureClass.Permanent },
        { new InvalidCastException(), FailureClass.Permanent },
        { new RefusedException("no", "do"), FailureClass.Fatal },
        { new RefusedException("no", "do", new NpgsqlException("connect", new SocketException((int)SocketError.ConnectionRefused))),
            FailureClass.Transient },
        { new RefusedException("no", "do", new PostgresException("no", "FATAL", "FATAL", "28P01")), FailureClass.Fatal },
        { new RefusedException("no", "do", new PostgresException("no", "FATAL", "FATAL", "42501")), FailureClass.Fatal },
        { new FileNotFoundException(), FailureClass.Permanent },
        { new RefusedException("no", "do", new PostgresException("no", "FATAL", "FATAL", "57P03")), FailureClass.Transient },
        { new AggregateException(new IOException(), new PostgresException("no", "ERROR", "ERROR", "53100")), FailureClass.Fatal },
        { new AggregateException(new IOException(), new PostgresException("no", "ERROR", "ERROR", "23505")), FailureClass.Permanent },
        { new ServerFailureException(new Failure(FailureClass.Fatal, "22023", "lost")), FailureClass.Fatal },
    };

    [Theory]
    [MemberData(nameof(Others), DisableDiscoveryEnumeration = true)]
    public void Each_other_error_has_its_class(Exception exception, FailureClass expected) =>
        Assert.Equal(expected, SqlStates.Classify(exception).Class);

    [Fact]
    public async Task A_terminated_session_is_transient_at_once_and_at_every_later_use()
    {
        await using var database = Sessions.Target(fixture.Database);
        await using var session = await database.OpenAsync(SessionPurpose.Copy, None);
        await fixture.Database.ExecuteAsync($"SELECT pg_terminate_backend({session.ProcessID}, 30000)");

        for (var use = 0; use < 3; use++)
        {
            var e = await Assert.ThrowsAnyAsync<Exception>(() => session.ExecuteAsync("SELECT 1"));
            Assert.Equal(FailureClass.Transient, SqlStates.Classify(e).Class);
        }
    }

    [Fact]
    public async Task A_session_terminated_in_the_middle_of_a_copy_is_transient()
    {
        await fixture.Database.ExecuteAsync("CREATE TABLE target_of_copy (t text)");
        await using var database = Sessions.Target(fixture.Database);
        await using var session = await database.OpenAsync(SessionPurpose.Copy, None);
        var e = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var copy = await session.BeginRawBinaryCopyAsync("COPY public.target_of_copy FROM STDIN (FORMAT binary)", None);
            await fixture.Database.ExecuteAsync($"SELECT pg_terminate_backend({session.ProcessID}, 30000)");
            for (var block = 0; block < 1000; block++)
                await copy.WriteAsync(new byte[100_000]);
        });

        Assert.Equal(FailureClass.Transient, SqlStates.Classify(e).Class);
    }

    [Fact]
    public async Task A_statement_that_someone_else_cancels_is_transient()
    {
        await using var database = Sessions.Target(fixture.Database);
        await using var session = await database.OpenAsync(SessionPurpose.Copy, None);
        var sleeping = session.ExecuteAsync("SELECT pg_sleep(600)");
        await Eventually.TrueAsync(async () => await fixture.Database.ScalarAsync<bool>(
            $"SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = {session.ProcessID} AND wait_event = 'PgSleep'"));

        var failure = SqlStates.Classify(await Assert.ThrowsAnyAsync<Exception>(() => sleeping));

        Assert.Equal((FailureClass.Transient, "57014"), (failure.Class, failure.SqlState));
    }

    [Fact]
    public async Task A_function_that_does_not_find_what_it_names_is_named_with_the_path_that_it_lacks()
    {
        await fixture.Database.ExecuteAsync("""
            CREATE SCHEMA look; CREATE FUNCTION look."of it"(c text) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN RETURN EXISTS (SELECT FROM codes WHERE code = c); END $$;
            CREATE FUNCTION look.plain(c text) RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM look.codes WHERE missing(c) $$;
            """.Replace(
                "CREATE FUNCTION look.plain", "SET check_function_bodies = off; CREATE FUNCTION look.plain", StringComparison.Ordinal));

        var plpgsql = (await FailAsync("SELECT look.\"of it\"('x')"));
        var sql = (await FailAsync("SELECT look.plain('x')"));
        var statement = (await FailAsync("SELECT FROM look.nothing"));

        Assert.Contains("the function look.\"of it\"(text), which", plpgsql.Remedy, StringComparison.Ordinal);
        Assert.Contains("ALTER FUNCTION look.\"of it\"(text) SET search_path", plpgsql.Remedy, StringComparison.Ordinal);
        Assert.Contains("the function plain, which", sql.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("function", statement.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_that_is_not_that_of_a_row_is_not_taken_for_it()
    {
        var failure = (await FailAsync(
            "CREATE TEMP TABLE wide AS SELECT string_agg(md5(i::text), '') AS t FROM generate_series(1, 500) "
                + "AS i; CREATE INDEX ON wide (t)"));

        Assert.Equal("54000", failure.SqlState);
        Assert.DoesNotContain("1 GB", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("23502")]
    [InlineData("23503")]
    [InlineData("23514")]
    [InlineData("42501")]
    [InlineData("54000")]
    [InlineData("0A000")]
    public void A_remedy_does_not_say_of_the_source_what_was_not_looked_up_there(string sqlState)
    {
        var remedy = SqlStates.Classify(new PostgresException("said", "ERROR", "ERROR", sqlState)).Remedy!;

        Assert.DoesNotContain("The source's rows violate", remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("1 GB", remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_that_is_not_there_is_told_with_what_new_names_of_schemas_do_to_values() => Assert.Contains(
        "ALTER SCHEMA … RENAME TO …", SqlStates.Classify(new PostgresException("said", "ERROR", "ERROR", "3F000")).Remedy,
        StringComparison.Ordinal);

    [Fact]
    public async Task A_violated_key_names_table_constraint_and_key()
    {
        await fixture.Database.ExecuteAsync("CREATE TABLE keyed (id int PRIMARY KEY); INSERT INTO keyed VALUES (7)");

        var failure = await FailAsync("INSERT INTO public.keyed VALUES (7)");

        Assert.Equal((FailureClass.Permanent, "23505"), (failure.Class, failure.SqlState));
        Assert.Contains("table public.keyed, constraint keyed_pkey", failure.Message, StringComparison.Ordinal);
        Assert.Contains("(id)=(7)", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Remedy);
    }

    [Fact]
    public async Task A_value_that_does_not_fit_names_line_and_column()
    {
        await fixture.Database.ExecuteAsync("CREATE TABLE numbers (a int, b int)");
        await using var database = Sessions.Target(fixture.Database);
        await using var session = await database.OpenAsync(SessionPurpose.Copy, None);

        var e = await Assert.ThrowsAsync<PostgresException>(async () =>
        {
            await using var copy = await session.BeginTextImportAsync("COPY public.numbers FROM STDIN");
            await copy.WriteAsync("1\t2\n3\tfour\n");
        });

        Assert.Contains("COPY numbers, line 2, column b", SqlStates.Classify(e).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("regclass")]
    [InlineData("regtype")]
    [InlineData("regproc")]
    [InlineData("regcollation[]")]
    public async Task A_value_that_names_an_object_which_is_not_there_is_told_with_what_new_names_of_schemas_do_to_values(string type)
    {
        await using var database = Sessions.Target(fixture.Database);
        await using var session = await database.OpenAsync(SessionPurpose.Copy, None);
        await session.ExecuteAsync($"CREATE TEMP TABLE named (v {type})");
        foreach (var value in new[] { "public.nothing", "nowhere.nothing" })
        {
            var e = await Assert.ThrowsAsync<PostgresException>(async () =>
            {
                await using var copy = await session.BeginTextImportAsync("COPY pg_temp.named FROM STDIN");
                await copy.WriteAsync((type.EndsWith(']') ? $"{{{value}}}" : value) + "\n");
            });
            var remedy = SqlStates.Classify(e).Remedy;
            Assert.StartsWith("The value names an object", remedy, StringComparison.Ordinal);
            Assert.Contains("ALTER SCHEMA … RENAME TO …", remedy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_long_context_is_cut()
    {
        var failure = await FailAsync($"DO $$ BEGIN PERFORM 1/0 /* {new string('x', 5000)} */; END $$");

        Assert.InRange(failure.Message.Length, 1, 500);
    }

    private async Task<Failure> FailAsync(string sql)
    {
        await using var database = Sessions.Target(fixture.Database);
        await using var session = await database.OpenAsync(SessionPurpose.Copy, None);
        return SqlStates.Classify(await Assert.ThrowsAnyAsync<Exception>(() => session.ExecuteAsync(sql)));
    }
}
