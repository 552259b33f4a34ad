using ActorMigrate.Control;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Akka.Actor;
using Akka.Event;

namespace ActorMigrate.Coordinator.Membership;

/*  One node's membership in a migration. The ledger is authoritative on who lives: a beat that it takes proves it, and a row that others
    have ended means that they took this node for dead, gave its tasks to others and ended its backends.

        Beating ──beat answered──▶ MemberSaw, Beating
           │  ▲
           │  └──not answered (nothing follows from that: others decide, and the fences hold)
           │
           ├── this node coordinates: whoever is dead by ReapPolicy is reaped, and what the departed hold is swept up
           ├── the coordinator has left, or is dead by ReapPolicy ──▶ CoordinatorGone: this node may take its place
           ├── the ledger says that this node is dead ──▶ MemberLost, Ended
           └── the ledger holds the migration no more ──▶ LedgerGone, Ended

    A node that was paused, or cut off, for longer than its lease goes on as it was when nobody missed it, and learns from its first beat
    when somebody did. No local clock takes part in the decision. */

/// <summary>Proves that its node lives, and tells its parent what the ledger says of the others.</summary>
public sealed class MemberActor : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly Heartbeat heartbeat;
    private readonly MemberSeat seat;
    private readonly Watch watch;
    private bool beating;
    private bool watching;

    /// <summary>A member that sits in <paramref name="seat"/>.</summary>
    public MemberActor(MemberSeat seat)
    {
        ArgumentNullException.ThrowIfNull(seat);
        this.seat = seat;
        heartbeat = new Heartbeat(seat.Target, seat.Migration, seat.Node, seat.Options.Lease / 2, seat.Time);
        watch = new Watch(seat);
        Receive<BeatNow>(_ => Beat());
        Receive<Beaten>(OnBeaten);
        Receive<BeatFailed>(OnBeatFailed);
        Receive<Watched>(OnWatched);
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    private sealed record BeatNow;

    private sealed record Beaten(Pulse? Pulse, long SentAt);

    private sealed record Watched(CoordinatorGone? Gone, Exception? Cause);

    private sealed record BeatFailed(Exception Cause);

    /// <inheritdoc />
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(BeatNow), new BeatNow(), seat.Options.HeartbeatInterval);
        Beat();
    }

    /// <inheritdoc />
    protected override void PostStop()
    {
        _ = heartbeat.DisposeAsync().AsTask();
        _ = watch.DisposeAsync().AsTask();
    }

    private void Beat()
    {
        if (beating)
            return;
        beating = true;
        var sentAt = seat.Time.GetTimestamp();
        heartbeat.BeatAsync().PipeTo(Self, success: pulse => new Beaten(pulse, sentAt), failure: error => new BeatFailed(error));
    }

    private void OnBeatFailed(BeatFailed failed)
    {
        beating = false;
        log.Info("A heartbeat failed and is tried again: {0}", SqlStates.Classify(failed.Cause).Message);
    }

    private void OnBeaten(Beaten beaten)
    {
        beating = false;
        switch (beaten.Pulse)
        {
            case null:
                End(new LedgerGone());
                break;
            case { IsMember: false } pulse:
                End(new MemberLost(pulse));
                break;
            case var pulse:
                Context.Parent.Tell(new MemberSaw(pulse, beaten.SentAt));
                Look(pulse);
                break;
        }
    }

    /// <summary>Beats go on meanwhile: to look after others may take longer than the lease.</summary>
    private void Look(Pulse pulse)
    {
        if (watching || pulse.Outcome is not null)
            return;
        watching = true;
        watch.LookAsync(pulse).PipeTo(Self, success: gone => new Watched(gone, null), failure: error => new Watched(null, error));
    }

    private void OnWatched(Watched watched)
    {
        watching = false;
        if (watched.Gone is { } gone)
            Context.Parent.Tell(gone);
        if (watched.Cause is { } cause)
            log.Info("To look after the other nodes failed and is tried again: {0}", SqlStates.Classify(cause).Message);
    }

    private void End(object news)
    {
        Context.Parent.Tell(news);
        Context.Stop(Self);
    }
}
