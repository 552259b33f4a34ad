using ActorMigrate.Control;
using ActorMigrate.Migration;
using Akka.Actor;
using Akka.Event;

namespace ActorMigrate.Transfer.Actors;

/*  One node's part in a migration: claims tasks while slots are free, gives each to a supervised transfer actor, and looks again when
    one ends, when the ledger notifies, and at every poll interval.

        Working ──StopNode──▶ Stopping ──work unwound, tasks given back──▶ NodeStopped, stops
           │
           └── a failure that nothing can go on after: claims no more and waits for StopNode

    The ledger is authoritative on who holds what. When this actor itself fails and is restarted, it gives back whatever its former
    incarnation held and claims anew. */

/// <summary>Claims tasks within this node's slots and supervises the actors that carry them out.</summary>
public sealed class NodeActor : ReceiveActor, IWithTimers
{
    private readonly Dictionary<TaskLane, LaneSlots> lanes;
    private readonly Dictionary<IActorRef, ClaimedTask> running = [];
    private readonly HashSet<long> ended = [];
    private readonly NodeSeat seat;
    private readonly ILoggingAdapter log = Context.GetLogger();
    private bool claims = true;

    /// <summary>An actor for <paramref name="seat"/>'s node.</summary>
    public NodeActor(NodeSeat seat)
    {
        ArgumentNullException.ThrowIfNull(seat);
        this.seat = seat;
        lanes = LaneSlots.Of(seat.Work.Options);
        Receive<Ready>(_ => ClaimAll());
        Receive<LookAgain>(_ => ClaimAll());
        Receive<Claimed>(Start);
        Receive<ClaimFailed>(failed => NoteClaimFailure(failed));
        Receive<TaskEnd>(End);
        Receive<Terminated>(Free);
        Receive<StopNode>(_ => BeginToStop());
        Receive<IdleClosed>(_ => { });
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    private sealed record Ready;

    private sealed record Claimed(TaskLane Lane, int Asked, IReadOnlyList<ClaimedTask> Tasks);

    private sealed record ClaimFailed(TaskLane Lane, Failure Failure);

    private sealed record IdleClosed;

    private sealed record Unwound;

    private sealed record GivenBack(int? Tasks);

    /// <summary>A transfer actor's failure that reaches this far has ended its supervisor; the ledger and this actor know it already.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    /// <inheritdoc />
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(LookAgain), LookAgain.Instance, seat.Work.Options.PollInterval);
        seat.Tasks.ReleaseAllAsync(seat.Node, CancellationToken.None).PipeTo(
            Self, success: _ => new Ready(), failure: error => new ClaimFailed(TaskLane.Copy, seat.Work.Classify(error)));
    }

    private void ClaimAll()
    {
        foreach (var lane in lanes.Keys)
            Claim(lane);
    }

    private void Claim(TaskLane lane)
    {
        if (!claims || !lanes[lane].TryAsk(out var count))
            return;
        seat.Tasks.ClaimAsync(seat.Node, lane, count, CancellationToken.None).PipeTo(
            Self,
            success: tasks => new Claimed(lane, count, tasks),
            failure: error => new ClaimFailed(lane, seat.Work.Classify(error)));
    }

    private void Start(Claimed claimed)
    {
        var again = lanes[claimed.Lane].Answered(claimed.Tasks.Count);
        foreach (var task in claimed.Tasks)
        {
            var supervisor = Context.ActorOf(TaskSupervision.Of(task, seat.Work, Self));
            Context.Watch(supervisor);
            running.Add(supervisor, task);
        }

        if (claimed.Tasks.Count == 0 && claimed.Lane is TaskLane.Copy)
            seat.CloseIdleAsync().PipeTo(Self, success: () => new IdleClosed(), failure: _ => new IdleClosed());
        if (again)
            Claim(claimed.Lane);
    }

    private void NoteClaimFailure(ClaimFailed failed)
    {
        lanes[failed.Lane].Answered(0);
        log.Warning("Claiming failed and is tried again: {0}", failed.Failure.Message);
        if (failed.Failure.Class == FailureClass.Fatal)
            Break(failed.Failure);
    }

    private void End(TaskEnd end)
    {
        ended.Add(end.Task.Id);
        if (end is TaskEnd.Broke broke)
            Break(broke.Failure);
    }

    /// <summary>A supervisor that ended before its task did has given up on reaching the ledger, or met a defect: the ledger still says
    /// that this node works on the task, so the node must not go on as if nothing were.</summary>
    private void Free(Terminated terminated)
    {
        if (!running.Remove(terminated.ActorRef, out var task))
            return;
        if (!ended.Remove(task.Id))
        {
            Break(new Failure(
                FailureClass.Fatal, null, $"{task.Kind} {task.Name} could not be begun or its end not be recorded; the target's ledger is out of reach.",
                "See that the target answers."));
        }

        lanes[task.Lane].Free();
        Claim(task.Lane);
    }

    private void Break(Failure failure)
    {
        claims = false;
        Context.System.EventStream.Publish(new NodeBroke(failure));
    }

    private void BeginToStop()
    {
        claims = false;
        var asker = Sender;
        foreach (var supervisor in running.Keys)
            Context.Stop(supervisor);
        seat.UnwindAsync().PipeTo(Self, success: () => new Unwound(), failure: _ => new Unwound());
        Become(() => Stopping(asker));
    }

    private void Stopping(IActorRef asker)
    {
        Receive<Unwound>(_ => seat.Tasks.ReleaseAllAsync(seat.Node, CancellationToken.None).PipeTo(
            Self, success: tasks => new GivenBack(tasks), failure: _ => new GivenBack(null)));
        Receive<GivenBack>(given =>
        {
            asker.Tell(new NodeStopped(given.Tasks));
            Context.Stop(Self);
        });
        ReceiveAny(_ => { });
    }
}

/// <summary>A failure that nothing can go on after was met; published on the event stream.</summary>
public sealed record NodeBroke(Failure Failure);
