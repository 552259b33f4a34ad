using ActorMigrate.Control.Status;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Session;
using Akka.Actor;

namespace ActorMigrate.Coordinator.Membership;

/*  One node's watch for answers of the target that do not come while nothing fails:

        Answered ──an answer has been awaited for ten seconds──▶ Silent: told, and told again every thirty seconds
            ▲                                                       │
            └──a late one has come, or none is late for as long: told┘

    An answer that is given up says nothing: the next question may be left without one, too. It decides nothing: each wait for an answer
    has a limit of its own.                                                                                                        */

/// <summary>The target whose answers are watched, and after what time their absence is told.</summary>
public sealed record SilenceSetup(Database Target, TimeProvider Time)
{
    /// <summary>The time after which an answer counts as late.</summary>
    public TimeSpan After { get; init; } = Timeouts.Silence;
}

/// <summary>Tells the user which sessions the target does not answer, and when it answers again.</summary>
public sealed class SilenceActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly SilenceSetup setup;
    private long? toldAt;
    private long lateAt;
    private bool asking;

    /// <summary>Watches the target of <paramref name="setup"/>.</summary>
    public SilenceActor(SilenceSetup setup)
    {
        this.setup = setup;
        Receive<LookNow>(_ => Look());
        Receive<Told>(told => Tell(told.Words));
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    private sealed record LookNow;

    private sealed record Told(string Words);

    /// <inheritdoc />
    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(LookNow), new LookNow(), LookEvery);

    private void Look()
    {
        var (late, came) = (setup.Target.Answers.Over(setup.After), setup.Target.Answers.TakeLate(setup.After));
        if (late.Count > 0)
            lateAt = setup.Time.GetTimestamp();
        if (late.Count == 0 && toldAt is not null && !asking && (came || setup.Time.GetElapsedTime(lateAt) > setup.After + (2 * LookEvery)))
        {
            toldAt = null;
            Context.System.EventStream.Publish(new CoordinatorEvent.Noticed("The target answers again."));
        }

        if (late.Count == 0 || asking || (toldAt is { } at && setup.Time.GetElapsedTime(at) < Timeouts.SilenceNotice))
            return;
        asking = true;
        SilentSessions.WordsAsync(setup.Target, late, setup.Time).PipeTo(Self, success: words => new Told(words));
    }

    private void Tell(string words)
    {
        asking = false;
        toldAt = setup.Time.GetTimestamp();
        Context.System.EventStream.Publish(new CoordinatorEvent.Noticed(words));
    }
}
