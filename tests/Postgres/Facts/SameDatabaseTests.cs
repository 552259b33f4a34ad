using ActorMigrate.Postgres.Facts;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;

namespace ActorMigrate.Postgres.Tests.Facts;

public sealed class SameDatabaseTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task One_database_is_known_under_two_names_of_its_host()
    {
        await using var own = await TestServer.StartOwnAsync();
        var uri = new Uri(own.Uri);
        await using var source = Sessions.Source(own.Uri);
        await using var target = new Database(
            Sessions.Connection(
                $"postgresql://{uri.UserInfo}@{Uri.EscapeDataString(own.SocketFolder)}:{own.Port}/postgres", "target"), Side.Target);

        Assert.True(await SameAsync(source, target));
    }

    [Fact]
    public async Task Two_databases_of_one_server_are_not_the_same()
    {
        await using var one = await TestDatabase.CreateAsync();
        await using var other = await TestDatabase.CreateAsync();
        await using var source = Sessions.Source(one);
        await using var target = Sessions.Target(other);

        Assert.False(await SameAsync(source, target));
    }

    [Fact]
    public async Task Two_servers_made_alike_are_not_the_same()
    {
        await using var one = await TestServer.StartOwnAsync();
        await using var other = await TestServer.StartOwnAsync();
        await using var source = Sessions.Source(one.Uri);
        await using var target = new Database(Sessions.Connection(other.Uri, "target"), Side.Target);

        Assert.False(await SameAsync(source, target));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task A_standby_and_its_primary_are_the_same_but_a_promoted_copy_is_not(bool inRecovery, bool same)
    {
        await using var one = await TestServer.StartOwnAsync();
        await using var other = await TestServer.StartOwnAsync();
        await using var source = Sessions.Source(one.Uri);
        await using var target = new Database(Sessions.Connection(other.Uri, "target"), Side.Target);
        await using var a = await source.OpenAsync(SessionPurpose.Preflight, None);
        await using var b = await target.OpenAsync(SessionPurpose.Preflight, None);
        var facts = await ServerFacts.ReadAsync(a, None);

        Assert.Equal(same, await SameDatabase.CheckAsync(a, facts with { IsInRecovery = inRecovery }, b, facts, None));
    }

    private static async Task<bool> SameAsync(Database source, Database target)
    {
        await using var a = await source.OpenAsync(SessionPurpose.Preflight, None);
        await using var b = await target.OpenAsync(SessionPurpose.Preflight, None);
        return await SameDatabase.CheckAsync(a, await ServerFacts.ReadAsync(a, None), b, await ServerFacts.ReadAsync(b, None), None);
    }
}
