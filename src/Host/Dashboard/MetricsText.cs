using System.Globalization;
using System.Text;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Host.Telemetry;

namespace ActorMigrate.Host.Dashboard;

/// <summary>Writes the state of a migration as Prometheus reads it (text format 0.0.4). The names are stable; docs/operations.md lists
/// them.</summary>
internal sealed class MetricsText
{
    /// <summary>The type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>Returns the text of a status that was read before <paramref name="age"/>. Without a migration it says that there is none;
    /// with <paramref name="isReachable"/> false, only that.</summary>
    public static string Of(WatchedStatus? status, bool isReachable, TimeSpan? age = null)
    {
        var text = new MetricsText();
        text.Family(MigrationMetrics.Reachable, MigrationMetrics.ReachableHelp, [new MetricSample(isReachable ? 1 : 0)]);
        if (!isReachable)
            return text._text.ToString();
        if (age is { } old)
            text.Family(MigrationMetrics.ReadAge, MigrationMetrics.ReadAgeHelp, [new MetricSample(old.TotalSeconds)]);
        text.Family(MigrationMetrics.Present, MigrationMetrics.PresentHelp, [new MetricSample(status is null ? 0 : 1)]);
        if (status is null)
            return text._text.ToString();
        foreach (var family in MigrationMetrics.All)
            text.Family(family.Name, family.Help, [.. family.Read(status)]);
        return text._text.ToString();
    }

    private void Family(string name, string help, IReadOnlyList<MetricSample> samples)
    {
        if (samples.Count == 0)
            return;
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");
        foreach (var sample in samples)
            Line(name, sample);
    }

    private void Line(string name, MetricSample sample)
    {
        _text.Append(name);
        foreach (var (label, value) in sample.Labels)
            _text.Append(label == sample.Labels[0].Name ? '{' : ',').Append(label).Append("=\"").Append(Escaped(value)).Append('"');
        _text.Append(sample.Labels.Count > 0 ? "} " : " ").Append(sample.Value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
