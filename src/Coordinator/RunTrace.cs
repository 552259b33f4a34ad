using ActorMigrate.Cluster.Telemetry;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Coordinator;

/// <summary>Writes the spans of a migration and of its phases as they end. A coordinator that takes over writes the whole phase that it
/// finds, because its predecessor cannot write it any more.</summary>
internal sealed class RunTrace(RunRequest request)
{
    private readonly TimeProvider time = request.Time;
    private readonly DateTimeOffset began = request.Adopted?.Times.RunBegunAt ?? request.Time.GetUtcNow();
    private DateTimeOffset? foundAt = request.Adopted?.Times.PhaseFoundAt;
    private (Phase Phase, DateTimeOffset At)? entered;

    /// <summary>Begins the span of a phase that was entered, and ends that of the one before.</summary>
    public void Enter(Phase phase)
    {
        if (entered?.Phase == phase)
            return;
        Leave("left");
        entered = (phase, request.Adopted?.Phase == phase && foundAt is { } before ? before : time.GetUtcNow());
        foundAt = null;
    }

    /// <summary>Ends the spans of a run that has ended or was stopped.</summary>
    public void End(MigrationSummary summary)
    {
        Leave(summary.Outcome == Outcome.Stopped ? "stopped" : "left");
        MigrationSpans.WriteRun(request.Trace, began, time.GetUtcNow(), span =>
        {
            span.SetTag("actormigrate.migration", request.Id.ToString()).SetTag("actormigrate.node", request.Coordinator.ToString());
            span.SetTag("actormigrate.outcome", summary.Outcome.ToString());
            span.SetTag("actormigrate.tables", summary.Tables.Count);
            span.SetTag("actormigrate.rows", summary.Tables.Sum(table => table.Rows));
            span.SetTag("actormigrate.bytes", summary.Tables.Sum(table => table.Bytes));
            if (summary.Outcome is not (Outcome.Succeeded or Outcome.Stopped))
                span.SetStatus(System.Diagnostics.ActivityStatusCode.Error);
        });
    }

    private void Leave(string outcome)
    {
        if (entered is { } left)
            MigrationSpans.WritePhase(request.Trace, left.Phase, left.At, time.GetUtcNow(), span => span
                .SetTag("actormigrate.node", request.Coordinator.ToString()).SetTag("actormigrate.phase", left.Phase.ToString())
                .SetTag("actormigrate.outcome", outcome));
        entered = null;
    }
}
