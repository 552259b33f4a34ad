using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Migration.Tests.Planning;

public sealed class TimeEstimateTests
{
    private const long MiB = 1 << 20;

    private static readonly WorkAhead Plain = new(1000 * MiB, 100 * MiB, 4, 50 * MiB, null, 600 * MiB, 2);

    [Fact]
    public void Streams_share_the_bytes_and_index_slots_the_indexes()
    {
        var time = TimeEstimate.Of(Plain);

        Assert.Equal((5, 10, 15), (time.CopySeconds, time.IndexSeconds, time.Seconds));
    }

    [Fact]
    public void One_large_copy_takes_as_long_as_one_stream_needs() =>
        Assert.Equal(16, TimeEstimate.Of(Plain with { LargestCopy = 800 * MiB }).CopySeconds);

    [Fact]
    public void A_limit_holds_for_all_streams_together() =>
        Assert.Equal(50, TimeEstimate.Of(Plain with { MaxRate = 20 * MiB }).CopySeconds);

    [Fact]
    public void Without_a_measure_a_cautious_rate_is_assumed() =>
        Assert.Equal(1000.0 / 160, TimeEstimate.Of(Plain with { ReadRate = null }).CopySeconds, tolerance: 0.01);

    [Fact]
    public void Nothing_to_copy_takes_no_time() => Assert.Equal(0, TimeEstimate.Of(default).Seconds);
}
