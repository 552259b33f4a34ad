using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Running;

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
