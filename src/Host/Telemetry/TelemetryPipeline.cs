using ActorMigrate.Cluster.Telemetry;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Host.Progress;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Summary;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ActorMigrate.Host.Telemetry;

/// <summary>OpenTelemetry's providers and their OTLP exporters, set up by the variables of the environment alone. Each sends in the
/// background; what does not fit its queue, or is not taken in time, is dropped.</summary>
#pragma warning disable CA1001 // EndAsync disposes them, for a bounded time.
internal sealed class TelemetryPipeline : ITelemetry
#pragma warning restore CA1001
{
    private const int EndsWithinMilliseconds = 2000;
    private const int EndsWithinAtMost = 60_000;

    private readonly int _endsWithin;
    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;
    private readonly ServiceProvider? _logs;
    private readonly LedgerGauges? _gauges;
    private readonly ILogger? _logger;

    /// <summary>Starts what <paramref name="choice"/> has. <paramref name="watch"/> reads the ledger, for
    /// <paramref name="node"/>'s metrics; null where there is none to look at, and nothing to measure.</summary>
    public TelemetryPipeline(
        TelemetryChoice choice, IReadOnlyDictionary<string, string> environment, string node, LogLevel least, Func<IMigrationWatch>? watch,
        TimeProvider time)
    {
        IConfiguration settings = new ConfigurationBuilder()
            .AddInMemoryCollection(environment.Select(entry => new KeyValuePair<string, string?>(entry.Key, entry.Value))).Build();
        _endsWithin = settings.GetValue("OTEL_EXPORTER_OTLP_TIMEOUT", EndsWithinMilliseconds) is > 0 and var given
            ? Math.Min(given, EndsWithinAtMost)
            : EndsWithinMilliseconds;
        var resource = ResourceOf(node);
        if (choice.Traces)
            _traces = Traces(settings, resource);
        if (choice.Metrics && watch is not null)
        {
            _gauges = new LedgerGauges(watch(), node, time);
            _metrics = Metrics(settings, resource);
        }

        if (choice.Logs)
        {
            _logs = Logs(settings, resource, least);
            _logger = _logs.GetRequiredService<ILoggerFactory>().CreateLogger("ActorMigrate");
        }
    }

    /// <inheritdoc />
    public IProgressSink Watch(IProgressSink next) => _logger is null ? next : new LoggingSink(next, _logger);

    /// <inheritdoc />
    public async Task EndAsync(Outcome outcome, string message, MigrationSummary? summary)
    {
        if (summary is not null)
            _gauges?.End(summary);
        if (_logger is not null)
            LoggingSink.Write(
                _logger, outcome == Outcome.Succeeded ? LogLevel.Information : LogLevel.Error, LogEvents.RunEnded, message,
                [("outcome", outcome.ToString()), ("migration", summary is { IsWhole: true } ? summary.Id?.ToString() : null)]);
        // The threads that send are background threads: one that hangs in a collector that does not answer does not keep the process.
        await Task.WhenAll(Task.Run(EndTraces), Task.Run(EndLogs), Task.Run(EndMetricsAsync))
            .WaitAsync(TimeSpan.FromMilliseconds(_endsWithin)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void EndTraces()
    {
        _traces?.Shutdown(_endsWithin);
        _traces?.Dispose();
    }

    private void EndLogs()
    {
        _logs?.GetService<LoggerProvider>()?.Shutdown(_endsWithin);
        _logs?.Dispose();
    }

    private async Task EndMetricsAsync()
    {
        if (_gauges is not null)
            await _gauges.RestAsync().ConfigureAwait(false);
        _metrics?.Shutdown(_endsWithin);
        _metrics?.Dispose();
        if (_gauges is not null)
            await _gauges.DisposeAsync().ConfigureAwait(false);
    }

    private static TracerProvider Traces(IConfiguration settings, ResourceBuilder resource) => Sdk.CreateTracerProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(settings))
        .SetResourceBuilder(resource).AddSource(MigrationSpans.Name).AddNpgsql()
        .AddProcessor(new StatementSpanRules()).AddOtlpExporter().Build();

    private static MeterProvider Metrics(IConfiguration settings, ResourceBuilder resource) => Sdk.CreateMeterProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(settings))
        .SetResourceBuilder(resource).AddMeter(MigrationSpans.Name).AddOtlpExporter().Build();

    /// <summary>Sends the events of a run always, as a terminal shows progress; single tasks are for those who debug.</summary>
    private static ServiceProvider Logs(IConfiguration settings, ResourceBuilder resource, LogLevel least) => new ServiceCollection()
        .AddSingleton(settings)
        .AddLogging(logging => logging.SetMinimumLevel(least < LogLevel.Information ? least : LogLevel.Information).AddOpenTelemetry(
            options =>
            {
                options.IncludeFormattedMessage = true;
                options.SetResourceBuilder(resource).AddOtlpExporter();
            }))
        .BuildServiceProvider();

    /// <summary>Describes the node. The environment variables come last, so that they override the service's name.</summary>
    private static ResourceBuilder ResourceOf(string node) => ResourceBuilder.CreateEmpty()
        .AddService("actormigrate", serviceVersion: ToolVersion.Own, autoGenerateServiceInstanceId: true)
        .AddAttributes([new("actormigrate.node.name", node)])
        .AddTelemetrySdk().AddEnvironmentVariableDetector();
}
