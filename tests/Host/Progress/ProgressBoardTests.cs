using ActorMigrate.Host.Progress;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Host.Tests.Progress;

public class ProgressBoardTests
{
    private readonly ProgressBoard _board = new();

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    [Fact]
    public void The_share_follows_rows_by_the_weight_of_their_tables()
    {
        _board.Apply(new ProgressEvent.Planned(2, 300, 1000), At(0));
        _board.Apply(ProgressEvents.Copy(1, "big", 100, 800), At(0));
        _board.Apply(ProgressEvents.Copy(2, "small", 200, 200), At(0));
        _board.Apply(new ProgressEvent.TaskMoved(ProgressEvents.Attempt(1), 50, 99_999), At(1));

        Assert.Equal(0.4, _board.Share);

        _board.Apply(new ProgressEvent.TaskFinished(ProgressEvents.Attempt(2), 200, 50, At(2)), At(2));

        Assert.Equal(0.6, _board.Share!.Value, 6);
    }

    [Fact]
    public void The_share_never_passes_one_when_the_estimates_were_low()
    {
        _board.Apply(new ProgressEvent.Planned(1, 1, 10), At(0));
        _board.Apply(ProgressEvents.Copy(1, "t", 1, 10), At(0));
        _board.Apply(new ProgressEvent.TaskMoved(ProgressEvents.Attempt(1), 1000, 5000), At(1));

        Assert.Equal(1, _board.Share);
    }

    [Fact]
    public void Without_a_plan_there_is_no_share() => Assert.Null(_board.Share);

    [Fact]
    public void Rows_that_a_failed_attempt_moved_no_longer_count()
    {
        _board.Apply(ProgressEvents.Copy(1, "t", 100, 1000), At(0));
        _board.Apply(new ProgressEvent.TaskMoved(ProgressEvents.Attempt(1), 60, 600), At(1));
        Assert.Equal((60, 600), (_board.RowsMoved, _board.BytesMoved));

        _board.Apply(new ProgressEvent.TaskRetrying(ProgressEvents.Attempt(1), At(2), "lost"), At(1));

        Assert.Equal((0, 0), (_board.RowsMoved, _board.BytesMoved));
        Assert.Equal("t", Assert.Single(_board.Waiting).Name);

        _board.Apply(ProgressEvents.Copy(1, "t", 100, 1000, attempt: 2), At(3));
        _board.Apply(new ProgressEvent.TaskMoved(ProgressEvents.Attempt(1), 99, 990), At(3));

        Assert.Empty(_board.Waiting);
        Assert.Equal((0, 0), (_board.RowsMoved, _board.BytesMoved));
    }

    [Fact]
    public void The_rate_is_that_of_the_last_seconds()
    {
        _board.Apply(ProgressEvents.Copy(1, "t", 0, 0), At(0));
        for (var second = 0; second <= 30; second++)
        {
            _board.Apply(new ProgressEvent.TaskMoved(ProgressEvents.Attempt(1), 0, second < 15 ? 0 : (second - 15) * 1000), At(second));
            _board.Sample(At(second));
        }

        Assert.Equal(1000, _board.BytesPerSecond, 1);
    }

    [Fact]
    public void The_time_left_is_as_the_time_so_far()
    {
        _board.Apply(new ProgressEvent.Planned(1, 100, 1000), At(0));
        _board.Apply(ProgressEvents.Copy(1, "t", 100, 1000), At(10));
        Assert.Null(_board.TimeLeft(At(10)));

        _board.Apply(new ProgressEvent.TaskMoved(ProgressEvents.Attempt(1), 25, 1), At(20));

        Assert.Equal(At(30), _board.TimeLeft(At(20)));
        Assert.Equal(At(30), _board.Running[0].TimeLeft(At(20)));
    }

    [Fact]
    public void Copies_that_were_done_before_count_as_done_and_not_as_this_run_s_pace()
    {
        _board.Apply(new ProgressEvent.Planned(10, 1000, 1000) { TablesDone = 8, BytesDone = 800 }, At(0));
        _board.Apply(ProgressEvents.Copy(1, "t", 100, 100), At(0));
        _board.Apply(new ProgressEvent.TaskMoved(ProgressEvents.Attempt(1), 50, 1), At(10));

        Assert.Equal((8, 0.85), (_board.TablesDone, _board.Share));
        Assert.Equal(30, _board.TimeLeft(At(10))!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void A_node_that_takes_over_does_not_count_its_own_copies_twice()
    {
        _board.Apply(ProgressEvents.Copy(1, "t", 100, 300), At(0));
        _board.Apply(new ProgressEvent.TaskFinished(ProgressEvents.Attempt(1), 100, 300, At(1)), At(1));
        _board.Apply(new ProgressEvent.Planned(3, 300, 1000) { TablesDone = 2, BytesDone = 500 }, At(2));

        Assert.Equal(0.5, _board.Share);
    }

    [Fact]
    public void A_phase_ends_with_the_next_one_or_by_itself()
    {
        _board.Apply(new ProgressEvent.PhaseEntered(Phase.ExtractSourceSchema), At(0));
        _board.Apply(new ProgressEvent.PhaseEntered(Phase.CreateTargetSchema), At(2));
        _board.Apply(new ProgressEvent.PhaseLeft(Phase.CreateTargetSchema, At(1)), At(3));

        Assert.Equal([At(2), At(1)], _board.Phases.Select(phase => phase.Elapsed));
    }

    [Fact]
    public void Tables_are_counted_by_how_they_ended()
    {
        _board.Apply(new ProgressEvent.TableFinished(ProgressEvents.Posts, 1, 1, At(1), Success: true), At(1));
        _board.Apply(new ProgressEvent.TableFinished(ProgressEvents.Posts, 0, 0, At(1), Success: false), At(1));

        Assert.Equal((1, 1), (_board.TablesDone, _board.TablesFailed));
    }
}
