using ActorMigrate.Cluster.Membership;

namespace ActorMigrate.Cluster.Tests.Membership;

public sealed class ClusterTimingsTests
{
    private const string Detector = "akka.cluster.failure-detector.";
    private const string Lease = "akka.coordination.lease.ledger.";
    private const string Resolver = "akka.cluster.split-brain-resolver.";

    [Fact]
    public void The_default_lease_leaves_the_times_of_the_reference() => Assert.True(ClusterTimings.Of(TimeSpan.FromSeconds(10)).IsEmpty);

    [Fact]
    public void The_scale_meets_the_reference_at_the_default_lease()
    {
        var (near, reference) = (ClusterTimings.Of(TimeSpan.FromSeconds(10) + TimeSpan.FromTicks(10)), Reference.Load());

        foreach (var path in new[]
        {
            Detector + "heartbeat-interval", Detector + "acceptable-heartbeat-pause", Resolver + "stable-after",
            Resolver + "lease-majority.release-after",
            Lease + "heartbeat-timeout", Lease + "heartbeat-interval",
        })
            Assert.Equal(reference.GetTimeSpan(path), near.GetTimeSpan(path));
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(30)]
    [InlineData(86400)]
    public void Any_lease_is_renewed_before_it_runs_out_and_a_silent_member_is_noticed_within_it(double seconds)
    {
        var lease = TimeSpan.FromSeconds(seconds);
        var times = ClusterTimings.Of(lease);

        Assert.True(times.GetTimeSpan(Lease + "heartbeat-interval") <= times.GetTimeSpan(Lease + "heartbeat-timeout"));
        Assert.True(times.GetTimeSpan(Detector + "acceptable-heartbeat-pause") <= times.GetTimeSpan(Lease + "heartbeat-timeout"));
        Assert.InRange(times.GetTimeSpan(Detector + "heartbeat-interval"), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));
        Assert.True(times.GetTimeSpan(Resolver + "stable-after") > TimeSpan.Zero);
        Assert.Equal(
            Math.Max(1, (long)lease.TotalMilliseconds), (long)times.GetTimeSpan(Lease + "heartbeat-timeout").TotalMilliseconds);
    }
}
