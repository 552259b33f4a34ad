using ActorMigrate.TestServers;

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

    private static Task<string?> PortAsync(TestDatabase database) => database.ScalarAsync<string>("SELECT current_setting('port')");
}
