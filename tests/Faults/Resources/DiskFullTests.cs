using ActorMigrate.TestServers;

namespace ActorMigrate.Faults.Tests;

public sealed class DiskFullTests(FaultServers servers) : IClassFixture<FaultServers>
{
    [LongFact]
    public async Task A_disk_that_is_full_stops_the_run_which_goes_on_when_there_is_room()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 13);
        var folder = await disk.FolderLikeAsync(servers.Target.DataFolder);
        await TestServer.Of(servers.Target).ExecuteAsync($"CREATE TABLESPACE small LOCATION '{folder}'");
        await using (var scene = await FaultScene.SetAsync(servers))
        {
            await TestServer.Of(servers.Target).ExecuteAsync($"ALTER DATABASE {scene.Target.Name} SET TABLESPACE small");
            await using (var run = FaultRun.Start(false, scene.Command("migrate")))
            {
                Assert.True(await run.Ended.WaitAsync(Patience.ForARun) == 5, run.Printed);
                Assert.Contains("make room", run.Printed, StringComparison.Ordinal);
                Assert.Contains("No space left on device", run.Printed, StringComparison.Ordinal);
            }

            await disk.GrowAsync(megabytes: 100);

            await using (var resumed = FaultRun.Start(false, scene.Command("resume")))
                Assert.True(await resumed.Ended.WaitAsync(Patience.ForARun) == 0, resumed.Printed);
            await scene.ShouldBeExactAsync();
        }

        await TestServer.Of(servers.Target).ExecuteAsync("DROP TABLESPACE small");
    }
}
