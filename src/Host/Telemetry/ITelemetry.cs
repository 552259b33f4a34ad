using ActorMigrate.Host.Progress;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Telemetry;

/// <summary>Sends a run's traces, metrics and logs to a collector, beside the run: nothing of it fails or delays the run.</summary>
internal interface ITelemetry
{
    /// <summary>Returns a sink that logs the events of the run and hands them on.</summary>
    IProgressSink Watch(IProgressSink next);

    /// <summary>Tells how the run ended, sends what has not been sent yet, for a bounded time, and ends. <paramref name="summary"/> is null
    /// for a run that has none.</summary>
    Task EndAsync(Outcome outcome, string message, MigrationSummary? summary);
}
