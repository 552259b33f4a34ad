using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Nodes;

public sealed class BudgetTests
{
    private const int Connections = 64;

    [Fact]
    public async Task Nodes_that_join_at_once_share_the_targets_connections_and_none_meets_too_many()
    {
        await using var server =
            await TestServer.StartOwnAsync(settings: new Dictionary<string, string> { ["max_connections"] = $"{Connections}" });
        await using var scene = await Scene.SetAsync(targetServer: TestServer.Of(server));
        await using var crew = new Crew(scene);
        var coordinator = crew.Coordinator("--slots", "0", "--keep-control");
        await crew.LivingAsync(1);
        CliProcess[] workers = [.. Enumerable.Range(0, 3).Select(_ => crew.Worker("--slots", "8"))];
        await crew.LivingAsync(4);

        var reserved = await scene.Target.ScalarAsync<long>("SELECT sum(target_connections) FROM actormigrate.node WHERE left_at IS NULL");
        Assert.InRange(reserved, 1, Connections);
        Assert.True(await scene.Target.ScalarAsync<bool>(
            "SELECT min(copy_slots) FILTER (WHERE copy_slots > 0) < 8 AND max(copy_slots) = 8 FROM actormigrate.node"));

        await scene.Gate.OpenAsync();
        await Crew.ShouldSucceedAsync([coordinator, .. workers]);
        Assert.Equal(0, await scene.Target.ScalarAsync<long>("SELECT count(*) FROM actormigrate.attempt WHERE sqlstate IS NOT NULL"));
    }
}
