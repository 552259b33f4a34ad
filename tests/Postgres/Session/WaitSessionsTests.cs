using ActorMigrate.TestServers;

namespace ActorMigrate.Postgres.Tests.Session;

/// <summary>The sessions in which the tests' own waits ask.</summary>
public sealed class WaitSessionsTests(TestDatabaseFixture fixture) : IClassFixture<TestDatabaseFixture>
{
    private const string Self = "SELECT pg_backend_pid()";

    [Fact]
    public async Task A_wait_asks_in_one_session_and_in_another_one_when_that_was_ended()
    {
        await using var sessions = WaitSessions.Begin();
        var first = await fixture.Database.ScalarAsync<int>(Self);
        Assert.Equal(first, await fixture.Database.ScalarAsync<int>(Self));

        await fixture.Database.ExecuteAsync($"SELECT pg_terminate_backend({first}, 30000)");

        Assert.NotEqual(first, await fixture.Database.ScalarAsync<int>(Self));
    }

    [Fact]
    public async Task No_session_is_kept_beyond_the_wait()
    {
        int kept;
        await using (WaitSessions.Begin())
            kept = await fixture.Database.ScalarAsync<int>(Self);

        await Eventually.TrueAsync(
            async () => await fixture.Database.ScalarAsync<bool>($"SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = {kept})"));
        Assert.NotEqual(kept, await fixture.Database.ScalarAsync<int>(Self));
    }
}
