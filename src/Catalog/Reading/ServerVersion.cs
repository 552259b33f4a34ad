using Npgsql;

namespace ActorMigrate.Catalog.Reading;

/// <summary>The server's version as <c>server_version_num</c> has it.</summary>
internal static class ServerVersion
{
    public static int Of(NpgsqlConnection connection) =>
        (connection.PostgreSqlVersion.Major * 10000) + Math.Max(0, connection.PostgreSqlVersion.Minor);
}
