using Akka.Actor;
using Akka.Actor.Internal;

namespace ActorMigrate.ActorLayer.Tests.Runtime;

public sealed class SchedulerTests
{
    private readonly ManualTime _time = new();
    private readonly TimeProviderScheduler _scheduler;
    private int _runs;

    public SchedulerTests() => _scheduler = new TimeProviderScheduler(_time);

    [Fact]
    public void An_action_runs_when_its_delay_has_passed()
    {
        _scheduler.ScheduleOnce(TimeSpan.FromSeconds(10), () => _runs++);
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(0, _runs);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(1, _runs);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, _runs);
        Assert.Equal(0, _scheduler.PendingCount);
    }

    [Fact]
    public void A_repeated_action_runs_at_every_interval_until_cancelled()
    {
        using var cancelable = new Cancelable(_scheduler.Advanced);
        _scheduler.ScheduleRepeatedly(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), () => _runs++, cancelable);
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(4, _runs);
        cancelable.Cancel();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(4, _runs);
        Assert.Equal(0, _scheduler.PendingCount);
    }

    [Fact]
    public void An_action_may_cancel_itself()
    {
        using var cancelable = new Cancelable(_scheduler.Advanced);
        _scheduler.ScheduleRepeatedly(TimeSpan.Zero, TimeSpan.FromSeconds(1), () =>
        {
            _runs++;
            cancelable.Cancel();
        }, cancelable);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, _runs);
    }

    [Fact]
    public void Nothing_runs_that_was_cancelled_before()
    {
        using var cancelable = new Cancelable(_scheduler.Advanced);
        cancelable.Cancel();
        _scheduler.ScheduleOnce(TimeSpan.FromSeconds(1), () => _runs++, cancelable);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _runs);
        Assert.Equal(0, _scheduler.PendingCount);
    }

    [Fact]
    public void Nothing_runs_after_the_end()
    {
        _scheduler.ScheduleRepeatedly(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), () => _runs++);
        _scheduler.Dispose();
        _scheduler.ScheduleOnce(TimeSpan.FromSeconds(1), () => _runs++);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _runs);
        Assert.Equal(0, _scheduler.PendingCount);
    }

    [Fact]
    public void Impossible_times_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _scheduler.ScheduleOnce(TimeSpan.FromSeconds(-1), () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _scheduler.ScheduleRepeatedly(TimeSpan.Zero, TimeSpan.Zero, () => { }));
    }

    [Fact]
    public void The_clock_is_the_one_given()
    {
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(5), _scheduler.MonotonicClock);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(5), _scheduler.Now);
    }

    [Fact]
    public void Restarts_are_counted_within_the_window()
    {
        var child = new ChildStats(ActorRefs.Nobody);
        Assert.True(child.RequestRestart(2, 10_000, _time));
        Assert.True(child.RequestRestart(2, 10_000, _time));
        Assert.False(child.RequestRestart(2, 10_000, _time));
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.True(child.RequestRestart(2, 10_000, _time));
        Assert.True(child.RequestRestart(2, 10_000, _time));
        Assert.False(child.RequestRestart(2, 10_000, _time));
    }

    [Fact]
    public void Without_a_window_restarts_are_counted_for_ever()
    {
        var child = new ChildStats(ActorRefs.Nobody);
        Assert.True(child.RequestRestart(1, -1, _time));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.False(child.RequestRestart(1, -1, _time));
        Assert.True(new ChildStats(ActorRefs.Nobody).RequestRestart(-1, -1, _time));
        Assert.False(new ChildStats(ActorRefs.Nobody).RequestRestart(0, -1, _time));
    }
}
