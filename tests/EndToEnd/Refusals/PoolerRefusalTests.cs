using ActorMigrate.Postgres.LocalServers;
using ActorMigrate.Postgres.Tests.Facts;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Refusals;

public sealed class PoolerRefusalTests
{
    [Theory]
    [InlineData("source")]
    [InlineData("target")]
    public async Task A_pooler_that_changes_backends_between_transactions(string side)
    {
        await using var server = await TestServer.StartOwnAsync();
        await TrustAsync(server);
        await using var pooler = new FakePooler(server.Port, "pooled", "postgres", perTransaction: true);
        await using var other = await TestDatabase.CreateAsync();
        var pooled = $"postgresql://pooled@127.0.0.1:{pooler.Port}/postgres?sslmode=disable";

        var run = side == "source" ? await Cli.MigrateAsync(pooled, other.Noted().Uri) : await Cli.MigrateAsync(other.Noted().Uri, pooled);

        run.ShouldRefuse(2, $"The {side} is reached through a pooler", "session mode");
    }

    private static async Task TrustAsync(LocalServer server)
    {
        await using (var connection = new Npgsql.NpgsqlConnection(server.ConnectionString()))
        {
            await connection.OpenAsync();
            await using var role = new Npgsql.NpgsqlCommand("CREATE ROLE pooled LOGIN SUPERUSER", connection);
            await role.ExecuteNonQueryAsync();
        }

        var file = Path.Combine(server.DataFolder, "pg_hba.conf");
        await File.WriteAllTextAsync(file, "host all pooled 127.0.0.1/32 trust\n" + await File.ReadAllTextAsync(file));
        await server.RestartAsync();
    }
}
