using ActorMigrate.Postgres.Facts;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;

namespace ActorMigrate.Postgres.Tests.Facts;

public sealed class PoolerProbeTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_server_itself_is_no_pooler()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var database = Sessions.Source(test);

        Assert.Equal(PoolerKind.None, await ProbeAsync(database));
    }

    [Theory]
    [InlineData(true, PoolerKind.Transaction)]
    [InlineData(false, PoolerKind.Session)]
    public async Task A_pooler_is_found_out_by_what_it_does(bool perTransaction, PoolerKind kind)
    {
        await using var server = await TestServer.StartOwnAsync();
        await TrustedRole.CreateAsync(server);
        await using var pooler = new FakePooler(server.Port, TrustedRole.Name, "postgres", perTransaction);
        await using var database = Sessions.Source($"postgresql://{TrustedRole.Name}@127.0.0.1:{pooler.Port}/postgres?sslmode=disable");

        Assert.Equal(kind, await ProbeAsync(database));
    }

    [Fact]
    public async Task A_busy_pooler_is_found_out_as_well()
    {
        await using var server = await TestServer.StartOwnAsync();
        await TrustedRole.CreateAsync(server);
        await using var pooler = new FakePooler(server.Port, TrustedRole.Name, "postgres", perTransaction: true);
        await using var database = Sessions.Source($"postgresql://{TrustedRole.Name}@127.0.0.1:{pooler.Port}/postgres?sslmode=disable");
        // Open transactions of others keep backends of their own, and leave idle ones behind.
        await using (var others = await database.OpenAsync(SessionPurpose.Preflight, None))
        await using (var more = await database.OpenAsync(SessionPurpose.Preflight, None))
        {
            await others.ExecuteAsync("BEGIN");
            await more.ExecuteAsync("BEGIN");
            Assert.Equal(PoolerKind.Transaction, await ProbeAsync(database));
            await others.ExecuteAsync("ROLLBACK");
            await more.ExecuteAsync("ROLLBACK");
        }

        Assert.Equal(PoolerKind.Transaction, await ProbeAsync(database));
    }

    private static async Task<PoolerKind> ProbeAsync(Database database)
    {
        await using var one = await database.OpenAsync(SessionPurpose.Preflight, None);
        await using var other = await database.OpenAsync(SessionPurpose.Preflight, None);
        return await PoolerProbe.ProbeAsync(one, other, None);
    }
}
