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

    The ledger is authoritative on who holds what. A claim whose answer is lost may have been granted: as long as that is in doubt,
    nothing is claimed, and what the ledger says that this node holds and no actor of it works on is given back. So it begins, too:
    an actor that was restarted gives back whatever its former incarnation held. And so it is looked at now and then: a target that
    crashes forgets the last asynchronous commits, those of tasks that this actor takes for done among them. */

/// <summary>Claims tasks within this node's slots and supervises the actors that carry them out.</summary>
public sealed class NodeActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan DoubtEvery = TimeSpan.FromSeconds(15);

    private readonly Dictionary<TaskLane, LaneSlots> lanes;
    private readonly Dictionary<IActorRef, ClaimedTask> running = [];
    private readonly HashSet<long> ended = [];
    private readonly NodeSeat seat;
    private readonly ILoggingAdapter log = Context.GetLogger();
    private bool claims = true;
    private bool inDoubt = true;
    private bool settling;

    /// <summary>An actor for <paramref name="seat"/>'s node.</summary>
    public NodeActor(NodeSeat seat)
    {
        ArgumentNullException.ThrowIfNull(seat);
        this.seat = seat;
        lanes = LaneSlots.Of(seat.Work.Options);
        Receive<LookAgain>(_ => ClaimAll());
        Receive<Claimed>(Start);
        Receive<ClaimFailed>(NoteClaimFailure);
        Receive<Doubt>(_ => BeginToDoubt());
        Receive<DoubtSettled>(OnDoubtSettled);
        Receive<TaskEnd>(End);
        Receive<Terminated>(Free);
        Receive<StopNode>(_ => BeginToStop());
        Receive<IdleClosed>(_ => { });
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    private sealed record Claimed(TaskLane Lane, int Asked, IReadOnlyList<ClaimedTask> Tasks);

    private sealed record ClaimFailed(TaskLane Lane, Failure Failure);

    private sealed record Doubt;

    private sealed record DoubtSettled(Failure? Failure);

    private sealed record IdleClosed;

    private sealed record Unwound(int? Released);

    /// <summary>A transfer actor's failure that reaches this far has ended its supervisor; the ledger and this actor know it already.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    /// <inheritdoc />
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(LookAgain), LookAgain.Instance, seat.Work.Options.PollInterval);
        Timers.StartPeriodicTimer(nameof(Doubt), new Doubt(), DoubtEvery);
        SettleDoubt();
    }

    private void BeginToDoubt()
    {
        inDoubt = true;
        SettleDoubt();
    }

    private void ClaimAll()
    {
        if (inDoubt)
            SettleDoubt();
        foreach (var lane in lanes.Keys)
            Claim(lane);
    }

    /// <summary>Once no claim is under way, whatever no actor works on is held in error.</summary>
    private void SettleDoubt()
    {
        if (settling || !claims || lanes.Values.Any(lane => lane.IsAsking))
            return;
        settling = true;
        seat.Tasks.ReleaseExceptAsync(seat.Node, running.Values.Select(task => task.Id).ToList(), CancellationToken.None).PipeTo(
            Self, success: _ => new DoubtSettled(null), failure: error => new DoubtSettled(seat.Work.Classify(error)));
    }

    private void OnDoubtSettled(DoubtSettled settled)
    {
        settling = false;
        inDoubt = settled.Failure is not null;
        if (settled.Failure is { } failure)
            NoteFailure(failure);
        else
            ClaimAll();
    }

    private void Claim(TaskLane lane)
    {
        if (!claims || inDoubt || !lanes[lane].TryAsk(out var count))
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
        if (inDoubt)
            SettleDoubt();
        else if (again)
            Claim(claimed.Lane);
    }

    private void NoteClaimFailure(ClaimFailed failed)
    {
        lanes[failed.Lane].Answered(0);
        inDoubt = true;
        NoteFailure(failed.Failure);
    }

    private void NoteFailure(Failure failure)
    {
        log.Warning("Claiming failed and is tried again: {0}", failure.Message);
        if (failure.Class == FailureClass.Fatal)
            Break(failure);
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
        seat.UnwindAsync().PipeTo(Self, success: released => new Unwound(released), failure: _ => new Unwound(null));
        Become(() => Stopping(asker));
    }

    private void Stopping(IActorRef asker)
    {
        Receive<Unwound>(unwound =>
        {
            asker.Tell(new NodeStopped(unwound.Released));
            Context.Stop(Self);
        });
        ReceiveAny(_ => { });
    }
}

/// <summary>A failure that nothing can go on after was met; published on the event stream.</summary>
public sealed record NodeBroke(Failure Failure);
