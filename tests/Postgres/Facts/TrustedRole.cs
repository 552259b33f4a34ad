using ActorMigrate.Postgres.LocalServers;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;

namespace ActorMigrate.Postgres.Tests.Facts;

/// <summary>A role that a server lets in without a password, as the backends of a pooler need it.</summary>
internal static class TrustedRole
{
    public const string Name = "pooled";

    public static async Task CreateAsync(LocalServer server)
    {
        await using (var database = Sessions.Target(server.Uri))
        await using (var session = await database.OpenAsync(SessionPurpose.Schema, CancellationToken.None))
            await session.ExecuteAsync($"CREATE ROLE {Name} LOGIN");
        var hba = Path.Combine(server.DataFolder, "pg_hba.conf");
        await File.WriteAllTextAsync(hba, $"host all {Name} 127.0.0.1/32 trust\n" + await File.ReadAllTextAsync(hba));
        // A reload would take effect some time later.
        await server.RestartAsync();
    }
}
