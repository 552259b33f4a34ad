using Npgsql;

namespace ActorMigrate.TestServers;

/// <summary>Runs statements of tests, each as if in a session of its own. Where the connection string asks for a pool, sessions are kept,
/// and reset in between, which costs both sides a small part of what a new session costs.</summary>
internal static class Statement
{
    // Settings of databases and roles hold for new sessions, and a session that is kept shows the last statement to everybody.
    private static readonly string[] Lasting = ["ALTER DATABASE", "ALTER ROLE", "ALTER USER", "ALTER SYSTEM", "PASSWORD"];

    public static Task ExecuteAsync(string connectionString, string sql) =>
        RunAsync(connectionString, sql, async command => await command.ExecuteNonQueryAsync());

    public static Task<object?> ScalarAsync(string connectionString, string sql) =>
        RunAsync(connectionString, sql, command => command.ExecuteScalarAsync());

    /// <summary>Closes the sessions that are kept.</summary>
    public static void Forget(string connectionString)
    {
        using var any = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(any);
    }

    private static async Task<object?> RunAsync(string connectionString, string sql, Func<NpgsqlCommand, Task<object?>> run)
    {
        object? answer;
        await using (var session = await OpenAsync(connectionString))
        {
            await using var command = new NpgsqlCommand(sql, session) { CommandTimeout = 0 };
            answer = await run(command);
        }

        if (Lasting.Any(word => sql.Contains(word, StringComparison.OrdinalIgnoreCase)))
            NpgsqlConnection.ClearAllPools();
        return answer;
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var session = new NpgsqlConnection(connectionString);
        await session.OpenAsync();
        if (await IsAliveAsync(session))
            return session;
        await session.DisposeAsync();
        Forget(connectionString);
        session = new NpgsqlConnection(connectionString);
        await session.OpenAsync();
        return session;
    }

    // A test may have ended the session since its last use.
    private static async Task<bool> IsAliveAsync(NpgsqlConnection session)
    {
        try
        {
            await using var nothing = new NpgsqlCommand("SELECT", session);
            await nothing.ExecuteNonQueryAsync();
            return true;
        }
        catch (NpgsqlException) when (session.FullState.HasFlag(System.Data.ConnectionState.Broken))
        {
            return false;
        }
    }
}
