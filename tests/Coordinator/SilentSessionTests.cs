using ActorMigrate.Control;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Coordinator.Tests.Actors;
using ActorMigrate.Migration;
using ActorMigrate.TestServers;

namespace ActorMigrate.Coordinator.Tests;

public sealed class SilentSessionTests
{
    [Fact]
    public async Task A_session_whose_answer_never_comes_is_given_up_for_another_one()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var crew = await Crew.CreateAsync(TestServer.Of(server));
        var worker = await crew.JoinAsync("worker");
        await crew.AddAsync(2);
        Assert.Single(await ClaimAsync(crew, worker));
        await using var frozen = await FrozenBackends.FreezeAsync(crew);

        await Assert.ThrowsAsync<TimeoutException>(() => ClaimAsync(crew, worker, atMost: TimeSpan.FromMilliseconds(1)));

        Assert.Single(await ClaimAsync(crew, worker));
        await Assert.ThrowsAsync<TimeoutException>(() => LedgerAnswer.OfAsync(
            crew.Run.Migration.CloseAsync, TimeProvider.System, default, TimeSpan.FromMilliseconds(1)));
        await crew.Run.Migration.CloseAsync(default);
    }

    private static async Task<IReadOnlyList<ClaimedTask>> ClaimAsync(Crew crew, NodeId worker, TimeSpan? atMost = null)
    {
        var claims = await LedgerAnswer.OfAsync(
            bounded => crew.Run.Grants.ClaimAsync(crew.Term, worker, TaskLane.Copy, 1, 2, bounded), TimeProvider.System, default, atMost);
        return claims.Tasks;
    }
}
