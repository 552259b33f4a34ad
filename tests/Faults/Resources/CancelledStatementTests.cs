using ActorMigrate.Faults.Tests.Matrix;

namespace ActorMigrate.Faults.Tests.Resources;

public sealed class CancelledStatementTests
{
    [Fact]
    public async Task A_copy_that_somebody_cancels_is_tried_again()
    {
        await using var scene = await Scene.SetAsync();
        await using var run =
            FaultRun.Start(false, ["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, "--json", .. Scene.Partitioned]);
        var copying = await scene.Gate.WaitForCopyAsync();

        Assert.True(await scene.Target.ScalarAsync<bool>($"SELECT pg_cancel_backend({copying})"));
        await run.Lines.WhenAsync(happened => Moment.Is(happened, "task-retrying")
            && happened.GetProperty("error").GetString()!.StartsWith("57014", StringComparison.Ordinal))
            .WaitAsync(Patience.ForASign);
        await scene.Gate.OpenAsync();

        Assert.True(await run.Ended.WaitAsync(Patience.ForARun) == 0, run.Printed);
        await scene.ShouldBeExactAsync();
    }
}
