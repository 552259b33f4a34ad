using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Akka.Actor;
using Akka.Event;

namespace ActorMigrate.Coordinator.Membership;

/*  One node's heartbeat in the ledger. The cluster's failure detector decides which nodes live; the heartbeat is for processes outside of
    the cluster (status, resume, cleanup, a worker that joins). The answer brings this node news that it may have received by no message:

        Beating ──answered──▶ HeartbeatTaken, Beating        (phase, outcome, term)
           │  ▲
           │  └──not answered: tried again at the next interval
           ├── the node's row has ended ──▶ RowEnded, stops
           └── the ledger holds the migration no more ──▶ LedgerGone, stops                                                     */

/// <summary>The node, its migration and the target that a heartbeat needs.</summary>
public sealed record HeartbeatSetup(MigrationId Migration, NodeId Node, Database Target, SharedOptions Shared, TimeProvider Time);

/// <summary>The ledger has taken a heartbeat; this is its state. <paramref name="SentAt"/> is this node's time stamp of the heartbeat: the
/// answer may have waited for a process that was paused.</summary>
public sealed record HeartbeatTaken(Pulse Pulse, long SentAt);

/// <summary>The ledger has ended this node's row: it holds nothing any more and may come back only under a new id.</summary>
public sealed record RowEnded(Pulse Pulse);

/// <summary>Writes a node's heartbeat and tells its parent what the ledger answers.</summary>
public sealed class HeartbeatActor : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly Heartbeat heartbeat;
    private readonly HeartbeatSetup setup;
    private bool beating;

    /// <summary>The heartbeat of the node of <paramref name="setup"/>.</summary>
    public HeartbeatActor(HeartbeatSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        this.setup = setup;
        heartbeat = new Heartbeat(setup.Target, setup.Migration, setup.Node, setup.Shared.Lease / 2, setup.Time);
        Receive<BeatNow>(_ => Beat());
        Receive<Beaten>(OnBeaten);
        Receive<BeatFailed>(OnBeatFailed);
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    private sealed record BeatNow;

    private sealed record Beaten(Pulse? Pulse, long SentAt);

    private sealed record BeatFailed(Exception Cause);

    /// <inheritdoc />
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(BeatNow), new BeatNow(), setup.Shared.HeartbeatInterval);
        Beat();
    }

    /// <inheritdoc />
    protected override void PostStop() => _ = heartbeat.DisposeAsync().AsTask();

    private void Beat()
    {
        if (beating)
            return;
        beating = true;
        var sentAt = setup.Time.GetTimestamp();
        heartbeat.BeatAsync().PipeTo(Self, success: pulse => new Beaten(pulse, sentAt), failure: error => new BeatFailed(error));
    }

    private void OnBeatFailed(BeatFailed failed)
    {
        beating = false;
        log.Info("A heartbeat failed and is retried: {0}", SqlStates.Classify(failed.Cause).Message);
    }

    private void OnBeaten(Beaten beaten)
    {
        beating = false;
        if (beaten.Pulse is { IsMember: true } pulse)
        {
            Context.Parent.Tell(new HeartbeatTaken(pulse, beaten.SentAt));
            Context.System.EventStream.Publish(new CoordinatorEvent.NodesSeen(pulse.Nodes, pulse.Through));
            return;
        }

        Context.Parent.Tell(beaten.Pulse is { } ended ? new RowEnded(ended) : new LedgerGone());
        Context.Stop(Self);
    }
}
