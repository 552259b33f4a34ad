using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>A database as it was, to be compared with what a refused run leaves of it.</summary>
internal sealed class Untouched
{
    private readonly TestDatabase database;
    private readonly string before;

    private Untouched(TestDatabase database, string before) => (this.database, this.before) = (database, before);

    /// <summary>Takes note of everything in <paramref name="database"/>.</summary>
    public static async Task<Untouched> NoteAsync(TestDatabase database) => new(database, await database.PgDumpAsync());

    /// <summary>Asserts that it is as it was, and that no session of the program is left in it.</summary>
    public async Task ShouldHoldAsync()
    {
        Assert.Equal(before, await database.PgDumpAsync());
        await Sessions.ShouldBeGoneAsync(database);
    }
}

/// <summary>The program's sessions, as a server shows them.</summary>
internal static class Sessions
{
    /// <summary>Waits until the program has no session in <paramref name="database"/>, no longer than <paramref name="longest"/>.</summary>
    public static async Task ShouldBeGoneAsync(TestDatabase database, TimeSpan? longest = null)
    {
        const string left = """
            SELECT string_agg(concat_ws(' ', application_name, state, wait_event, query), E'\n')
            FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'actormigrate%'
            """;
        string? sessions = null;
        await Eventually.TrueAsync(
            async () => (sessions = await database.ScalarAsync<string>(left)) is null, () => $"sessions are left:\n{sessions}", longest);
    }
}
