using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Tests.Facts;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Postgres.Tests.Session;

public sealed class StartupSettingsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly (string Name, int Since)[] Timeouts =
    [
        ("statement_timeout", 0), ("lock_timeout", 0), ("idle_in_transaction_session_timeout", 0), ("idle_session_timeout", 0),
        ("transaction_timeout", 17),
    ];

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    public async Task Timeouts_of_a_database_do_not_even_end_the_first_statement_of_a_session(int major)
    {
        await using var test = await TestDatabase.CreateAsync(major);
        var timeouts = Timeouts.Where(timeout => timeout.Since <= test.Server.MajorVersion).Select(timeout => timeout.Name).ToList();
        foreach (var timeout in timeouts)
            await test.Server.ExecuteAsync($"ALTER DATABASE {test.Name} SET {timeout} = '1ms'");
        await using var database = Sessions.Source(test);

        // The first tells the server's version, and is tried again when a timeout that older versions lack ends it.
        await using var first = await database.OpenAsync(SessionPurpose.Copy, None);
        await using var second = await database.OpenAsync(SessionPurpose.Copy, None);

        foreach (var timeout in timeouts)
        {
            Assert.Equal("0", await first.ScalarAsync<string>($"SHOW {timeout}"));
            Assert.Equal("0", await second.ScalarAsync<string>($"SELECT reset_val FROM pg_settings WHERE name = '{timeout}'"));
        }
    }

    [Fact]
    public async Task A_pooler_that_refuses_startup_options_gets_none_from_then_on()
    {
        await using var server = await TestServer.StartOwnAsync();
        await TrustedRole.CreateAsync(server);
        await using var pooler = new FakePooler(server.Port, TrustedRole.Name, "postgres", perTransaction: false) { RefusesOptions = true };
        await using var database = Sessions.Target($"postgresql://{TrustedRole.Name}@127.0.0.1:{pooler.Port}/postgres?sslmode=disable");

        await using var first = await database.OpenAsync(SessionPurpose.Copy, None);
        await using var second = await database.OpenAsync(SessionPurpose.Control, None);

        Assert.Equal("0", await first.ScalarAsync<string>("SHOW statement_timeout"));
        Assert.Equal("1min", await second.ScalarAsync<string>("SHOW lock_timeout"));
        Assert.Equal(1, pooler.Refused);
    }

    [Fact]
    public void The_users_own_options_come_first_and_are_all_that_is_left_for_a_host_that_refuses_others()
    {
        var startup = StartupSettings.Untried;

        Assert.StartsWith(
            "-c work_mem=5MB -c statement_timeout=0 ", startup.Options("-c work_mem=5MB", SessionPurpose.Copy), StringComparison.Ordinal);
        Assert.Equal("-c work_mem=5MB", (startup with { Accepted = false }).Options("-c work_mem=5MB", SessionPurpose.Copy));
        Assert.Null((startup with { Accepted = false }).Options(null, SessionPurpose.Copy));
    }

    [Theory]
    [InlineData(PostgresErrorCodes.InvalidPassword)]
    [InlineData(PostgresErrorCodes.InvalidCatalogName)]
    [InlineData(PostgresErrorCodes.TooManyConnections)]
    [InlineData(PostgresErrorCodes.CannotConnectNow)]
    public void A_refusal_for_another_reason_is_not_tried_again(string sqlState) =>
        Assert.False(StartupSettings.Untried.MayBeCauseOf(new PostgresException("", "FATAL", "FATAL", sqlState)));
}
