using ActorMigrate.Migration.Budgets;

namespace ActorMigrate.Migration.Tests.Budgets;

public class RateLimitTests
{
    private const long Rate = 1_000_000;

    [Theory]
    [InlineData(null, null, 3, null)]
    [InlineData(null, 50L, 3, 50L)]
    [InlineData(90L, null, 3, 30L)]
    [InlineData(90L, null, 0, 90L)]
    [InlineData(90L, 20L, 3, 20L)]
    [InlineData(90L, 50L, 3, 30L)]
    [InlineData(1L, null, 3, 1L)]
    public void Nodes_share_the_migrations_rate_within_their_own(long? total, long? own, int nodes, long? expected) =>
        Assert.Equal(expected, RateLimit.ShareOf(total, own, nodes));

    [Fact]
    public void In_the_long_run_the_rate_is_kept_to_the_byte()
    {
        var (bucket, now, moved) = (default(TokenBucket), TimeSpan.Zero, 0L);
        while (moved < 60 * Rate)
        {
            (bucket, var granted, var wait) = bucket.Take(65_536, Rate, now);
            now += wait;
            moved += granted;
        }

        Assert.Equal(moved / (double)Rate, now.TotalSeconds, tolerance: 0.001);
    }

    [Fact]
    public void Copies_that_take_at_the_same_time_pay_for_each_other()
    {
        var (one, _, first) = default(TokenBucket).Take(1000, Rate, TimeSpan.Zero);
        var (_, _, second) = one.Take(1000, Rate, TimeSpan.Zero);
        Assert.Equal((1.0, 2.0), (first.TotalMilliseconds, second.TotalMilliseconds));
    }

    [Fact]
    public void A_pause_saves_up_a_quarter_of_a_second_at_most()
    {
        var (bucket, granted, wait) = default(TokenBucket).Take(int.MaxValue, Rate, TimeSpan.FromHours(1));
        Assert.Equal((250_000, TimeSpan.Zero), (granted, wait));
        Assert.Equal(TimeSpan.FromMilliseconds(250), bucket.Take(int.MaxValue, Rate, TimeSpan.FromHours(1)).Wait);
    }

    [Fact]
    public void The_slowest_rate_still_moves()
    {
        var (_, granted, wait) = default(TokenBucket).Take(1000, 1, TimeSpan.Zero);
        Assert.Equal((1, TimeSpan.FromSeconds(1)), (granted, wait));
    }
}
