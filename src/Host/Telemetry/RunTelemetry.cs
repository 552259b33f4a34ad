using System.Runtime.CompilerServices;
using ActorMigrate.Host.Inspection;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Telemetry;

/// <summary>Starts telemetry where OpenTelemetry's variables ask for it. Where they do not, nothing of OpenTelemetry is loaded, which would
/// cost every start its time.</summary>
internal static class RunTelemetry
{
    /// <summary>Returns the telemetry of a run, or null. A run without a ledger has no <paramref name="watch"/>, and no metrics.
    /// <paramref name="warn"/> hears of what the variables ask for and the program does not have.</summary>
    public static ITelemetry? Start(
        IReadOnlyDictionary<string, string> environment, string node, LogLevel least, Func<IMigrationWatch>? watch, TimeProvider time,
        Action<string> warn)
    {
        var choice = TelemetryChoice.Of(environment);
        foreach (var unknown in choice.Unknown)
            warn($"{unknown} is not a known exporter: the known ones are otlp and none.");
        if (!choice.IsAny)
            return null;
        try
        {
            return Pipeline(choice, environment, node, least, watch, time);
        }
        catch (Exception broken)
        {
            warn($"Telemetry is off: {broken.Message} See the variables that begin with OTEL_.");
            return null;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TelemetryPipeline Pipeline(
        TelemetryChoice choice, IReadOnlyDictionary<string, string> environment, string node, LogLevel least, Func<IMigrationWatch>? watch,
        TimeProvider time) => new(choice, environment, node, least, watch, time);
}
