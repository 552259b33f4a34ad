namespace ActorMigrate.Host.Telemetry;

/// <summary>The signals that OpenTelemetry's own variables switch on. Pure.</summary>
/// <param name="Traces">Spans are sent.</param>
/// <param name="Metrics">Metrics are sent.</param>
/// <param name="Logs">Log records are sent.</param>
internal sealed record TelemetryChoice(bool Traces, bool Metrics, bool Logs)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Nothing is sent.</summary>
    public static TelemetryChoice None { get; } = new(false, false, false);

    /// <summary>Exporters that are asked for and that the program does not have.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>True where anything is sent.</summary>
    public bool IsAny => Traces || Metrics || Logs;

    /// <summary>Reads the environment. A signal is sent where an address is given for it or for all of them, or where its exporter is
    /// <c>otlp</c>; not where its exporter is <c>none</c>, nor any where <c>OTEL_SDK_DISABLED</c> is true.</summary>
    public static TelemetryChoice Of(IReadOnlyDictionary<string, string> environment)
    {
        if (Text(environment, "OTEL_SDK_DISABLED").Equals("true", StringComparison.OrdinalIgnoreCase))
            return None;
        string[] signals = ["TRACES", "METRICS", "LOGS"];
        return new TelemetryChoice(
            IsSent(environment, signals[0]), IsSent(environment, signals[1]), IsSent(environment, signals[2]))
        {
            Unknown =
            [
                .. signals.SelectMany(signal => Exporters(environment, signal).Where(name => name is not ("otlp" or "none"))
                    .Select(name => $"OTEL_{signal}_EXPORTER={name}")),
            ],
        };
    }

    private static bool IsSent(IReadOnlyDictionary<string, string> environment, string signal) =>
        Exporters(environment, signal) is { Count: > 0 } named
            ? named.Contains("otlp")
            : Text(environment, Endpoint).Length > 0 || Text(environment, $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT").Length > 0;

    private static List<string> Exporters(IReadOnlyDictionary<string, string> environment, string signal) =>
    [
        .. Text(environment, $"OTEL_{signal}_EXPORTER")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.ToLowerInvariant()),
    ];

    private static string Text(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.GetValueOrDefault(name)?.Trim() ?? "";
}
