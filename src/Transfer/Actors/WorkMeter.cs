using System.Diagnostics;
using System.Diagnostics.Metrics;
using ActorMigrate.Cluster.Telemetry;

namespace ActorMigrate.Transfer.Actors;

/// <summary>Measures the work of this process: attempts and the rows and bytes that they hand to the target. docs/operations.md lists the
/// instruments; the state of the whole migration is measured from the ledger.</summary>
internal static class WorkMeter
{
    private static readonly Meter Meter = new(MigrationSpans.Name);
    private static readonly Counter<long> Rows = Meter.CreateCounter<long>(
        "actormigrate_moved_rows", description: "Rows that this process has handed to the target, those rolled back included.");
    private static readonly Counter<long> Bytes = Meter.CreateCounter<long>(
        "actormigrate_moved_bytes", description: "Bytes that this process has handed to the target, those rolled back included.");
    private static readonly UpDownCounter<long> Running = Meter.CreateUpDownCounter<long>(
        "actormigrate_running_attempts", description: "Attempts under way in this process; a lot is one.");
    private static readonly Histogram<double> Seconds = Meter.CreateHistogram<double>(
        "actormigrate_attempt_seconds", "s", "Seconds of each attempt that ended: done, failed (most are retried) or released.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 4 * 3600] });

    /// <summary>Counts rows and bytes as they go.</summary>
    public static void Move(long rows, long bytes)
    {
        if (rows != 0)
            Rows.Add(rows);
        if (bytes != 0)
            Bytes.Add(bytes);
    }

    /// <summary>Begins an attempt; disposing ends it.</summary>
    public static Attempt Begin(string kind) => new(kind);

    /// <summary>An attempt under way. It failed unless an outcome is set.</summary>
    internal sealed class Attempt : IDisposable
    {
        private readonly KeyValuePair<string, object?> kind;
        private readonly long began = Stopwatch.GetTimestamp();

        public Attempt(string kind)
        {
            this.kind = new("kind", kind);
            Running.Add(1, this.kind);
        }

        public string Outcome { get; set; } = "failed";

        public void Dispose()
        {
            Running.Add(-1, kind);
            Seconds.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, kind, new("outcome", Outcome));
        }
    }
}
