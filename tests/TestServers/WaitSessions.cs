using System.Data;
using Npgsql;

namespace ActorMigrate.TestServers;

/// <summary>Sessions that a wait asks again and again. While one of these is there, <see cref="TestDatabase.ScalarAsync"/> asks each
/// database in one session rather than in a new one for each question: servers spend more on a new session than on the question.</summary>
public sealed class WaitSessions : IAsyncDisposable
{
    private static readonly AsyncLocal<WaitSessions?> Ambient = new();

    private readonly Dictionary<string, NpgsqlConnection> _open = [];

    private WaitSessions()
    {
    }

    /// <summary>The session that the current wait keeps, or null.</summary>
    internal static WaitSessions? Current => Ambient.Value;

    /// <summary>Keeps sessions for what is asked in the calling method from here on, until it disposes this.</summary>
    public static WaitSessions Begin() => Ambient.Value = new WaitSessions();

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        // Not in an asynchronous method, whose caller would not see it.
        Ambient.Value = null;
        return CloseAsync();
    }

    /// <summary>The first column of the first row. A session that was ended since its last question is replaced by a new one.</summary>
    internal async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        if (_open.TryGetValue(connectionString, out var kept))
        {
            try
            {
                return await AskAsync(kept, sql);
            }
            catch (NpgsqlException) when (kept.State != ConnectionState.Open)
            {
                _open.Remove(connectionString);
                await kept.DisposeAsync();
            }
        }

        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync();
            var answer = await AskAsync(connection, sql);
            _open.Add(connectionString, connection);
            return answer;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async ValueTask CloseAsync()
    {
        foreach (var connection in _open.Values)
            await connection.DisposeAsync();
        _open.Clear();
    }

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteScalarAsync();
    }
}
