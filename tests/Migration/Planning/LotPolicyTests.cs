using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Migration.Tests.Planning;

public sealed class LotPolicyTests
{
    [Theory]
    [InlineData(TaskLane.Finish, "index", LotPolicy.MostBytes, true)]
    [InlineData(TaskLane.Finish, "index", LotPolicy.MostBytes + 1, false)]
    [InlineData(TaskLane.Copy, "copy-table", LotPolicy.MostBytes, true)]
    [InlineData(TaskLane.Copy, "copy-table", LotPolicy.MostBytes + 1, false)]
    [InlineData(TaskLane.Schema, "table", long.MaxValue, true)]
    [InlineData(TaskLane.Schema, ObjectKinds.Extension, 0L, false)]
    [InlineData(TaskLane.Finish, "refresh", 0L, false)]
    [InlineData(TaskLane.Finish, "set-logged", 0L, false)]
    [InlineData(TaskLane.Finish, "event trigger", 0L, false)]
    public void Tasks_that_are_always_quick_may_share_a_lot(TaskLane lane, string kind, long bytes, bool expected) =>
        Assert.Equal(expected, LotPolicy.IsQuick(lane, kind, bytes));
}
