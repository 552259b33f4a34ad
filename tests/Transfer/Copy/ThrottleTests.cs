using ActorMigrate.Transfer.Copy;

namespace ActorMigrate.Transfer.Tests.Copy;

public sealed class ThrottleTests
{
    private const long Rate = 1_000_000;

    private readonly SteppingTime time = new();

    [Fact]
    public async Task Without_a_limit_nothing_waits_and_nobody_is_asked()
    {
        var throttle = new Throttle(null, null, _ => throw new InvalidOperationException(), time);
        Assert.Equal(int.MaxValue, await throttle.TakeAsync(int.MaxValue, default));
        Assert.Equal(TimeSpan.Zero, time.Now);
    }

    [Fact]
    public async Task A_node_keeps_its_own_limit() =>
        Assert.Equal(10, await SecondsForAsync(new Throttle(null, Rate, _ => throw new InvalidOperationException(), time), 10 * Rate),
            tolerance: 0.5);

    [Fact]
    public async Task Living_nodes_share_the_migrations_limit_and_one_that_leaves_gives_its_part_to_the_others()
    {
        var nodes = 4;
        var throttle = new Throttle(Rate, null, _ => Task.FromResult(nodes), time);
        Assert.Equal(4, await SecondsForAsync(throttle, Rate), tolerance: 0.5);
        nodes = 2;
        // The one second until the next look, and the rest at the new rate.
        Assert.Equal(20, await SecondsForAsync(throttle, 10 * Rate), tolerance: 1.5);
    }

    [Fact]
    public async Task While_the_ledger_does_not_answer_the_last_answer_holds()
    {
        var answers = true;
        var throttle = new Throttle(Rate, null, _ => answers ? Task.FromResult(4) : Task.FromException<int>(new TimeoutException()), time);
        Assert.Equal(4, await SecondsForAsync(throttle, Rate), tolerance: 0.5);
        answers = false;
        Assert.Equal(20, await SecondsForAsync(throttle, 5 * Rate), tolerance: 0.5);
    }

    [Fact]
    public async Task A_limit_that_is_set_holds_at_once_and_none_set_is_what_it_began_with()
    {
        var throttle = new Throttle(null, Rate, _ => Task.FromResult(2), time);
        throttle.Set(null, Rate / 10);
        Assert.Equal(10, await SecondsForAsync(throttle, Rate), tolerance: 0.5);
        throttle.Set(Rate, 0);
        Assert.Equal(20, await SecondsForAsync(throttle, 10 * Rate), tolerance: 1.5);
        throttle.Set(0, 0);
        Assert.Equal(0, await SecondsForAsync(throttle, 10 * Rate), tolerance: 0.1);
        throttle.Set(null, null);
        Assert.Equal(10, await SecondsForAsync(throttle, 10 * Rate), tolerance: 0.5);
    }

    private async Task<double> SecondsForAsync(Throttle throttle, long bytes)
    {
        var before = time.Now;
        while (bytes > 0)
            bytes -= await throttle.TakeAsync((int)Math.Min(bytes, 65_536), default);
        return (time.Now - before).TotalSeconds;
    }

    /// <summary>A clock that stands still but for the waits that are asked of it, which it grants at once.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        public TimeSpan Now { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Now += dueTime;
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
