using System.Globalization;
using Akka.Configuration;

namespace ActorMigrate.Cluster.Membership;

/// <summary>The times after which a silent member is unreachable and then removed, as the migration's lease scales them.
/// <c>hocon/reference.conf</c> holds those of the default lease, 10 seconds.</summary>
public static class ClusterTimings
{
    private static readonly TimeSpan DefaultLease = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeastInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns the settings of Akka.NET for a lease of this length; empty for the default one.</summary>
    public static Config Of(TimeSpan lease)
    {
        if (lease == DefaultLease)
            return Config.Empty;
        var interval = TimeSpan.FromTicks(Math.Max(LeastInterval.Ticks, Math.Min(lease.Ticks / 10, TimeSpan.TicksPerSecond)));
        return ConfigurationFactory.ParseString(string.Create(CultureInfo.InvariantCulture, $$"""
            akka.cluster {
              failure-detector { heartbeat-interval = {{Milliseconds(interval)}}, acceptable-heartbeat-pause = {{Milliseconds(lease / 2)}} }
              split-brain-resolver { stable-after = {{Milliseconds(lease * 0.6)}}, lease-majority.release-after = {{Milliseconds(lease)}} }
            }
            akka.coordination.lease.ledger { heartbeat-timeout = {{Milliseconds(lease)}}, heartbeat-interval = {{Milliseconds(lease / 5)}} }
            """));
    }

    private static string Milliseconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (long)time.TotalMilliseconds)}ms");
}
