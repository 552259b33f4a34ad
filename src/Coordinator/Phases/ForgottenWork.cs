using ActorMigrate.Control;
using ActorMigrate.Coordinator.Snapshot;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Coordinator.Phases;

/// <summary>Returns a run to the tasks whose completion the target has lost, by a crash of its server or by a failover to a standby.
/// The ledger is authoritative.</summary>
internal static class ForgottenWork
{
    /// <summary>Returns null while the ledger agrees that <paramref name="phase"/> is entered, else where to go on, or why that is
    /// impossible. Throws <see cref="CoordinatorReplacedException"/> where the ledger knows another coordinator, or not this
    /// term.</summary>
    public static async Task<PhaseEvent?> LookAsync(Run run, Phase phase, Phase recorded, CancellationToken cancellationToken)
    {
        if (run.Request.Target.History.Timeline is { } timeline && timeline != run.TargetTimeline)
            await NoteAsync(run, timeline, cancellationToken);
        return recorded < phase
            ? await GoBackAsync(run, recorded, "the promoted standby of the target has not received everything", cancellationToken)
            : null;
    }

    /// <summary>Decides the next step when the ledger refused to enter or close <paramref name="phase"/>, because tasks are open again that
    /// had been settled: the phase to return to, or the failure that ends the run.</summary>
    public static Task<PhaseEvent> AfterCrashAsync(Run run, Phase phase, CancellationToken cancellationToken) =>
        GoBackAsync(run, phase, "the target has lost its last commits, as after a crash of its server", cancellationToken);

    private static async Task NoteAsync(Run run, int timeline, CancellationToken cancellationToken)
    {
        if (await run.Migration.NoteTimelineAsync(timeline, cancellationToken))
            run.Notice($"a standby of the target was promoted (timeline {timeline}); the migration goes on with it");
        run.SnapshotRecord?.WriteAgain();
        run.TargetTimeline = timeline;
    }

    private static async Task<PhaseEvent> GoBackAsync(Run run, Phase recorded, string why, CancellationToken cancellationToken)
    {
        var outstanding = await run.Outstanding(cancellationToken);
        var point = ResumePoint.Of(recorded, outstanding.Earliest, outstanding.CopiesPlanned);
        if (run.Snapshot is null && (outstanding.ReadsSource || !outstanding.CopiesPlanned))
            return new PhaseEvent.Broke(SnapshotReleased.Because(why));
        run.Notice($"{why}; the migration goes on with {point}");
        return new PhaseEvent.Forgot(point);
    }
}
