using ActorMigrate.Control.Status;
using Akka.Actor;

namespace ActorMigrate.Coordinator.Membership;

/// <summary>Tells the user which sessions a server does not answer, and when it answers again.</summary>
public sealed class SilenceActor : ReceiveActor, IWithTimers
{
    private readonly Silence silence;

    /// <summary>Watches the server of <paramref name="setup"/>.</summary>
    public SilenceActor(SilenceSetup setup)
    {
        silence = new Silence(setup);
        Receive<LookNow>(_ => Look());
        Receive<Told>(told => silence.Heard(told.Words));
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    private sealed record LookNow;

    private sealed record Told(string? Words);

    /// <inheritdoc />
    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(LookNow), new LookNow(), Silence.LookEvery);

    private void Look()
    {
        if (silence.Look() is { } late)
            silence.AskAsync(late).PipeTo(Self, success: words => new Told(words));
    }
}
