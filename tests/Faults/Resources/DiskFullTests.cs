using ActorMigrate.Faults.Tests.Matrix;
using ActorMigrate.TestServers;

namespace ActorMigrate.Faults.Tests.Resources;

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
                Assert.Contains("free space", run.Printed, StringComparison.Ordinal);
                Assert.Contains("No space left on device", run.Printed, StringComparison.Ordinal);
            }

            await disk.GrowAsync(megabytes: 100);

            await using (var resumed = FaultRun.Start(false, scene.Command("resume")))
                Assert.True(await resumed.Ended.WaitAsync(Patience.ForARun) == 0, resumed.Printed);
            await scene.ShouldBeExactAsync();
        }

        await TestServer.Of(servers.Target).ExecuteAsync("DROP TABLESPACE small");
    }

    [LongFact]
    public async Task An_index_build_that_fills_the_disk_stops_the_run_and_is_made_when_there_is_room()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 2);
        var folder = await disk.FolderLikeAsync(servers.Target.DataFolder);
        await TestServer.Of(servers.Target).ExecuteAsync($"CREATE TABLESPACE sorting LOCATION '{folder}'");
        await using (var scene = await FaultScene.SetAsync(servers))
        {
            await scene.Source.ExecuteAsync("CREATE INDEX big_filler ON big (filler, id)");
            // What a build sorts and does not fit into its memory goes to temporary files.
            await TestServer.Of(servers.Target).ExecuteAsync($"ALTER DATABASE {scene.Target.Name} SET temp_tablespaces = sorting");
            var memory = new Dictionary<string, string> { ["ACTORMIGRATE_INDEX_MEMORY"] = "1 MiB" };
            await using (var run = FaultRun.Start(false, memory, scene.Command("migrate")))
            {
                Assert.True(await run.Ended.WaitAsync(Patience.ForARun) == 5, run.Printed);
                foreach (var word in new[] { "big_filler", "No space left on device", "free space" })
                    Assert.Contains(word, run.Printed, StringComparison.Ordinal);
            }

            await disk.GrowAsync(megabytes: 100);

            await using (var resumed = FaultRun.Start(false, memory, scene.Command("resume")))
                Assert.True(await resumed.Ended.WaitAsync(Patience.ForARun) == 0, resumed.Printed);
            await scene.ShouldBeExactAsync();
        }

        await TestServer.Of(servers.Target).ExecuteAsync("DROP TABLESPACE sorting");
    }
}
