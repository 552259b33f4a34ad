using ActorMigrate.Host.Inspection;

namespace ActorMigrate.Host.Telemetry;

/// <summary>One value of a metric, with the labels that tell it from the others of its family.</summary>
internal sealed record MetricSample(double Value, params IReadOnlyList<(string Name, string Value)> Labels);

/// <summary>A metric of a migration: its name, which is stable, one sentence, and its values in what was read of the ledger. A
/// family without values is not told then.</summary>
internal sealed record MetricFamily(string Name, string Help, Func<WatchedStatus, IEnumerable<MetricSample>> Read)
{
    /// <summary>Returns a metric of one value, or none where <paramref name="read"/> returns null.</summary>
    public static MetricFamily One(string name, string help, Func<WatchedStatus, double?> read) =>
        new(name, help, seen => read(seen) is { } value ? [new MetricSample(value)] : []);
}
