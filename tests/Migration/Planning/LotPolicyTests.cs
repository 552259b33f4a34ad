using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Migration.Tests.Planning;

public sealed class LotPolicyTests
{
    [Theory]
    [InlineData(TaskLane.Finish, "index", LotPolicy.NearBytes, true)]
    [InlineData(TaskLane.Finish, "index", LotPolicy.NearBytes + 1, false)]
    [InlineData(TaskLane.Copy, "copy-table", LotPolicy.NearBytes, true)]
    [InlineData(TaskLane.Copy, "copy-table", LotPolicy.NearBytes + 1, false)]
    [InlineData(TaskLane.Schema, "table", long.MaxValue, true)]
    [InlineData(TaskLane.Schema, ObjectKinds.Extension, 0L, false)]
    [InlineData(TaskLane.Finish, "refresh", 0L, false)]
    [InlineData(TaskLane.Finish, "set-logged", 0L, false)]
    [InlineData(TaskLane.Finish, "event trigger", 0L, false)]
    public void Tasks_that_are_always_quick_may_share_a_lot(TaskLane lane, string kind, long bytes, bool expected) =>
        Assert.Equal(expected, LotPolicy.At(TimeSpan.Zero).IsQuick(lane, kind, bytes));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 1)]
    [InlineData(10, 4)]
    [InlineData(20, 7)]
    [InlineData(1000, 8)]
    public void The_farther_the_target_is_the_more_a_task_of_a_lot_may_concern(int milliseconds, int times) =>
        Assert.Equal(LotPolicy.NearBytes * times, LotPolicy.At(TimeSpan.FromMilliseconds(milliseconds)).MostBytes);
}
