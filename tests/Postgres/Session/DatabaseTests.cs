using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Postgres.Tests;

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
    public async Task A_disposed_session_leaves_no_backend()
    {
        await using var database = Sessions.Source(fixture.Database);
        var session = await database.OpenAsync(SessionPurpose.Copy, None);
        var pid = session.ProcessID;
        await session.DisposeAsync();

        await Eventually.True(async () => await fixture.Database.ScalarAsync<long>($"SELECT count(*) FROM pg_stat_activity WHERE pid = {pid}") == 0);
    }

    private static Task<string> Show(NpgsqlConnection session, string setting) => session.ScalarAsync<string>($"SHOW {setting}");
}
