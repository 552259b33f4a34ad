using ActorMigrate.Postgres.Connection;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Postgres.Tests;

/// <summary>Short cuts to sessions of the code under test.</summary>
internal static class Sessions
{
    public static ServerConnection Connection(string uri, string role = "source") =>
        ServerConnection.Parse(uri, role, new ConnectionEnvironment());

    public static Database Source(string uri) => new(Connection(uri), Side.Source);

    public static Database Source(TestDatabase database) => Source(database.Uri);

    public static Database Target(string uri) => new(Connection(uri, "target"), Side.Target);

    public static Database Target(TestDatabase database) => Target(database.Uri);

    public static async Task<T> ScalarAsync<T>(this NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task ExecuteAsync(this NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
