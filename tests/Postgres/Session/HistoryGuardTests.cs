using ActorMigrate.Postgres.LocalServers;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;

namespace ActorMigrate.Postgres.Tests.Session;

public class HistoryGuardTests
{
    [Fact]
    public async Task Sessions_follow_the_standby_that_was_promoted_and_pass_over_the_old_primary_that_comes_back()
    {
        await using var primary = await TestServer.StartOwnAsync();
        await using var standby = await Standby.OfAsync(primary);
        var either = Standby.EitherUri(primary, standby.Server, "postgres");
        await using var database = Sessions.Target(either);
        await using var before = await database.OpenAsync(SessionPurpose.Control, default);
        Assert.Equal((primary.Port, 1), (before.Port, database.History.Timeline));

        await primary.StopAsync(StopMode.Immediate);
        await standby.PromoteAsync();
        await using (var after = await database.OpenAsync(SessionPurpose.Control, default))
        {
            Assert.Equal((standby.Server.Port, 2), (after.Port, database.History.Timeline));
            Assert.False(Database.HasEnded(after));
            Assert.True(Database.HasEnded(before));
        }

        await primary.RestartAsync();
        await using (var again = await database.OpenAsync(SessionPurpose.Control, default))
            Assert.Equal(standby.Server.Port, again.Port);
        await using var newcomer = Sessions.Target(either);
        await using (var first = await newcomer.OpenAsync(SessionPurpose.Control, default))
            Assert.Equal(standby.Server.Port, first.Port);
    }
}
