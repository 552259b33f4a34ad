namespace ActorMigrate.EndToEnd.Tests.Strategies;

public sealed class KeysetRestartTests
{
    [Fact]
    public async Task A_keyset_copy_that_dies_goes_on_behind_its_last_chunk()
    {
        await using var scene = await Scene.SetAsync();
        var (run, backend) = await scene.BeginAsync(Scene.Partitioned, "--partition-by", "keyset", "--chunk-size", "500", "--json");
        // The gate stands at row 2,500, the end of the fifth chunk; other partitions may have come further.
        Assert.Equal(2_000, await scene.Target.ScalarAsync<long>("SELECT count(*) FROM large WHERE id <= 2500"));
        var before = await XminAsync(scene);
        Assert.True(await scene.Target.ScalarAsync<bool>($"SELECT pg_terminate_backend({backend})"));
        await scene.Gate.WaitForCopyAsync(other: backend);
        await scene.Gate.OpenAsync();

        var table = Report.EventsShouldBeDocumented((await run).Out, 0).Table("large");
        Assert.Equal(Scene.Rows, table.GetProperty("rows").GetInt64());
        Assert.Equal(table.GetProperty("partitions").GetInt32() + 1, table.GetProperty("attempts").GetInt32());
        Assert.Equal(before, await XminAsync(scene));
        await scene.ShouldBeExactAsync();
    }

    /// <summary>The transactions that put the rows before the gate's chunk in.</summary>
    private static Task<string?> XminAsync(Scene scene) =>
        scene.Target.ScalarAsync<string>("SELECT string_agg(DISTINCT xmin::text, ',') FROM large WHERE id <= 2000");
}
