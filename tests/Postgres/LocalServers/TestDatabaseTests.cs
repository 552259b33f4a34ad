using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Postgres.Tests.LocalServers;

/// <summary>The servers that all other tests stand on.</summary>
public sealed class TestDatabaseTests
{
    [Fact]
    public async Task Databases_of_one_version_share_a_server_and_are_dropped_when_disposed()
    {
        var one = await TestDatabase.CreateAsync();
        await using var other = await TestDatabase.CreateAsync();
        Assert.Equal(await PortAsync(one), await PortAsync(other));

        await using var leftOpen = await one.OpenAsync();
        await one.DisposeAsync();

        Assert.Equal(0L, await other.ScalarAsync<long>($"SELECT count(*) FROM pg_database WHERE datname = '{one.Name}'"));
    }

    [Fact]
    public async Task A_database_has_the_name_the_encoding_and_the_locale_asked_for()
    {
        var name = $"a\"b %c-{Guid.NewGuid():N}";
        await using var database = await TestDatabase.CreateAsync(
            options: new TestDatabaseOptions { Name = name, Encoding = "LATIN1", Locale = "C" });

        Assert.Equal(name, await database.ScalarAsync<string>("SELECT current_database()"));
        Assert.Equal("LATIN1", await database.ScalarAsync<string>("SHOW server_encoding"));
        Assert.Equal(name + "\n", await database.PsqlAsync("-At", "-c", "SELECT current_database()"));
    }

    [Fact]
    public async Task A_dump_shows_what_is_in_the_database()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("CREATE TABLE shown (a int)");

        Assert.Contains("CREATE TABLE public.shown", await database.PgDumpAsync("--schema-only"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_leaves_nothing_of_its_session_to_the_next_one()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("SET DateStyle = 'German'; CREATE TEMP TABLE hidden (a int); SELECT pg_advisory_lock(1)");

        Assert.Equal("ISO, MDY", await database.ScalarAsync<string>("SHOW DateStyle"));
        Assert.True(await database.ScalarAsync<bool>("SELECT to_regclass('hidden') IS NULL"));
        // Other tests have locks in other databases.
        Assert.Equal(0L, await database.ScalarAsync<long>(
            "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
                + "WHERE locktype = 'advisory' AND datname = current_database()"));
    }

    [Fact]
    public async Task A_session_that_was_ended_is_replaced_before_the_next_statement()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var other = await database.OpenAsync();
        var kept = 0;
        // Another test may have all kept sessions closed at any moment.
        for (var (tries, last) = (0, -1); kept != last; last = kept, kept = await database.ScalarAsync<int>("SELECT pg_backend_pid()"))
            Assert.True(tries++ < 20, "no session is kept");

        await using var end = new NpgsqlCommand($"SELECT pg_terminate_backend({kept}, 30000)", other);
        await end.ExecuteNonQueryAsync();

        Assert.NotEqual(kept, await database.ScalarAsync<int>("SELECT pg_backend_pid()"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_error_of_a_test_that_leaves_its_server_down_is_not_hidden(bool inOrder)
    {
        async Task FailAsync()
        {
            await using var server = await TestServer.StartOwnAsync();
            await using var database = await TestDatabase.CreateAsync(TestServer.Of(server));
            await (inOrder ? server.StopAsync() : ServerCrash.KillAsync(server));
            throw new InvalidDataException("the test's own");
        }

        await Assert.ThrowsAsync<InvalidDataException>(FailAsync);
    }

    private static Task<string?> PortAsync(TestDatabase database) => database.ScalarAsync<string>("SELECT current_setting('port')");
}
