using ActorMigrate.Control.Status;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Session;
using Akka.Actor;

namespace ActorMigrate.Coordinator.Membership;

/*  One process's watch for answers of a server that do not come while nothing fails:

        Answered ──an answer has been awaited for ten seconds──▶ Silent: told, and told again every thirty seconds
            ▲                                                       │
            └──a late one has come, or none is late for as long: told┘

    An answer that is given up says nothing: the next question may be left without one, too. It decides nothing: each wait for an answer
    has a limit of its own.                                                                                                        */

/// <summary>The server whose answers are watched, and after what time their absence is told to the user by
/// <paramref name="Tell"/>.</summary>
public sealed record SilenceSetup(Database Server, TimeProvider Time, Action<string> Tell)
{
    /// <summary>The time after which an answer counts as late.</summary>
    public TimeSpan After { get; init; } = Timeouts.Silence;
}

/// <summary>Tells the user which sessions a server does not answer, and when it answers again.</summary>
public sealed class SilenceActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly SilenceSetup setup;
    private bool silent;
    private long? askedAt;
    private long lateAt;
    private bool asking;

    /// <summary>Watches the server of <paramref name="setup"/>.</summary>
    public SilenceActor(SilenceSetup setup)
    {
        this.setup = setup;
        Receive<LookNow>(_ => Look());
        Receive<Told>(told => Tell(told.Words));
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    private sealed record LookNow;

    private sealed record Told(string? Words);

    /// <inheritdoc />
    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(LookNow), new LookNow(), LookEvery);

    private void Look()
    {
        var (late, came) = (setup.Server.Answers.Over(setup.After), setup.Server.Answers.TakeLate(setup.After));
        if (late.Count > 0)
            lateAt = setup.Time.GetTimestamp();
        if (late.Count == 0 && silent && !asking && (came || setup.Time.GetElapsedTime(lateAt) > setup.After + (2 * LookEvery)))
            AnswersAgain();
        if (late.Count == 0 || asking
            || (askedAt is { } at && setup.Time.GetElapsedTime(at) < (silent ? Timeouts.SilenceNotice : setup.After)))
            return;
        asking = true;
        SilentSessions.WordsAsync(setup.Server, late, setup.After, setup.Time).PipeTo(Self, success: words => new Told(words));
    }

    private void Tell(string? words)
    {
        asking = false;
        askedAt = setup.Time.GetTimestamp();
        if (words is not null)
        {
            silent = true;
            setup.Tell(words);
        }
        else if (silent)
        {
            AnswersAgain();
        }
    }

    private void AnswersAgain()
    {
        silent = false;
        askedAt = null;
        setup.Tell($"The {SideWords.Of(setup.Server.Side)} answers again.");
    }
}
