using ActorMigrate.Control;
using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator;

/// <summary>Notices that a standby of the target has taken its place, and what it has not received: the ledger is the truth, also where this
/// coordinator remembers more than it.</summary>
internal static class FailOver
{
    /// <summary>Null while the ledger agrees that <paramref name="phase"/> is entered. Else where to go on, or why that is impossible.
    /// Throws <see cref="CoordinatorReplacedException"/> where the ledger knows another coordinator, or not this term.</summary>
    public static async Task<PhaseEvent?> LookAsync(Run run, Phase phase, CancellationToken cancellationToken)
    {
        var recorded = await run.Migration.PhaseAsync(cancellationToken);
        if (run.Request.Target.History.Timeline is { } timeline && timeline != run.TargetTimeline)
            await NoteAsync(run, timeline, cancellationToken);
        return recorded < phase ? await GoBackAsync(run, recorded, cancellationToken) : null;
    }

    private static async Task NoteAsync(Run run, int timeline, CancellationToken cancellationToken)
    {
        if (await run.Migration.NoteTimelineAsync(timeline, cancellationToken))
            run.Notice($"a standby of the target was promoted (timeline {timeline}); the migration goes on with it");
        run.SnapshotRecord?.WriteAgain();
        run.TargetTimeline = timeline;
    }

    private static async Task<PhaseEvent> GoBackAsync(Run run, Phase recorded, CancellationToken cancellationToken)
    {
        var outstanding = await run.Outstanding(cancellationToken);
        var point = ResumePoint.Of(recorded, outstanding.Earliest, outstanding.CopiesPlanned);
        if (run.Snapshot is null && (outstanding.ReadsSource || !outstanding.CopiesPlanned))
        {
            return new PhaseEvent.Broke(new Failure(
                FailureClass.Fatal, null,
                "A standby of the target was promoted that had not received the last copies, and the snapshot which they were read under is released.",
                "Go on with actormigrate resume, which finds out whether the source still has the same rows."));
        }

        run.Notice($"the promoted standby has not received everything; the migration goes on with {point}");
        return new PhaseEvent.Forgot(point);
    }
}
