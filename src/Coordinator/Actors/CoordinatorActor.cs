using ActorMigrate.Control;
using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Akka.Actor;
using Akka.Event;

namespace ActorMigrate.Coordinator.Actors;

/*  Feeds the phase machine and carries out its commands; it holds no policy of its own. States and transitions stand in
    PhaseMachine.cs. The ledger is authoritative on everything but the order of phases; each of the commands that one decision gives
    runs detached, in order, and the last one's answer is the machine's next event. A command that fails for a transient reason is
    tried again with backoff; any other failure stops the run where it is, resumable. Before the ledger holds the migration, a failure
    refuses it. The end waits for the commands that are under way to let go, for a bounded time, and always comes. */

/// <summary>Leads one migration through its phases.</summary>
public sealed class CoordinatorActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UnwindPatience = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource stop = new();
    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly Run run;
    private readonly PhaseCommands commands;
    private PhaseState state = PhaseState.Initial;
    private IActorRef asker = ActorRefs.Nobody;
    private Task commandsBefore = Task.CompletedTask;
    private bool looking;
    private long answeredAt;

    /// <summary>A coordinator of the migration that <paramref name="request"/> describes.</summary>
    public CoordinatorActor(RunRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        run = new Run(request);
        var events = Context.System.EventStream;
        run.Notice = words => events.Publish(new CoordinatorEvent.Noticed(words));
        commands = new PhaseCommands(run, Context.System.EventStream);
        Receive<StartRun>(_ => Start());
        Receive<StopRun>(_ => Feed(new PhaseEvent.StopRequested()));
        Receive<NodeFailed>(failed => Feed(new PhaseEvent.Broke(failed.Failure)));
        Receive<NodesAreStopped>(_ => Feed(new PhaseEvent.NodesStopped()));
        Receive<LedgerChanged>(_ => Look());
        Receive<Fed>(fed => Feed(fed.Event));
        Receive<Nothing>(_ => { });
        Receive<Seen>(OnSeen);
        Receive<LookFailed>(OnLookFailed);
        Receive<CommandFailed>(OnCommandFailed);
        Receive<EndFailed>(failed => Answer(new Status.Failure(failed.Cause)));
        Receive<RunEnded>(Answer);
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    private sealed record Fed(PhaseEvent Event);

    private sealed record Seen(Phase Phase, PhaseEvent Found);

    private sealed record LookFailed(Exception Cause);

    private sealed record Nothing;

    private sealed record CommandFailed(Exception Cause);

    private sealed record EndFailed(Exception Cause);

    /// <inheritdoc />
    protected override void PostStop()
    {
        stop.Cancel();
        _ = run.DisposeAsync().AsTask();
    }

    private void Start()
    {
        asker = Sender;
        Timers.StartPeriodicTimer(nameof(LedgerChanged), LedgerChanged.Instance, LookEvery);
        answeredAt = run.Request.Time.GetTimestamp();
        if (run.Request.Adopted is not null)
            Context.System.EventStream.Publish(commands.Ready);
        Feed(new PhaseEvent.Begin(run.Request.Adopted?.Phase ?? Phase.ExtractSourceSchema));
    }

    private void Feed(PhaseEvent happened)
    {
        var (next, orders) = PhaseMachine.Decide(state, happened);
        if (next.Step == PhaseStep.Stopping && state.Step != PhaseStep.Stopping)
            stop.Cancel();
        state = next;
        if (orders.Count == 0)
            return;
        if (orders is [PhaseCommand.LookForTasks])
            Look();
        else if (orders[^1] is PhaseCommand.End end)
            EndAsync(orders, end).PipeTo(Self, failure: error => new EndFailed(error));
        else
            CarryOut(orders);
    }

    private void CarryOut(IReadOnlyList<PhaseCommand> orders)
    {
        var carryingOut = CarryOutAsync(orders, commandsBefore);
        commandsBefore = carryingOut;
        carryingOut.PipeTo(
            Self, success: answer => answer is null ? new Nothing() : new Fed(answer), failure: error => new CommandFailed(error));
    }

    /// <summary>Carries out the commands of one decision, in order, after those of the decision before, which may have been cancelled.
    /// The answer is the event that the last one leads to, or null.</summary>
    private async Task<PhaseEvent?> CarryOutAsync(IReadOnlyList<PhaseCommand> orders, Task before)
    {
        await before.WaitAsync(UnwindPatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        PhaseEvent? answer = null;
        foreach (var order in orders)
        {
            if (await commands.DoAsync(order, order is PhaseCommand.StopNodes ? CancellationToken.None : stop.Token) is { } told)
                answer = told;
        }

        return answer;
    }

    private async Task<RunEnded> EndAsync(IReadOnlyList<PhaseCommand> orders, PhaseCommand.End end)
    {
        foreach (var order in orders.SkipLast(1))
            await commands.DoAsync(order, CancellationToken.None);
        return new RunEnded(await RunSummary.OfAsync(run, state.Phase, end, CancellationToken.None));
    }

    private void Look()
    {
        if (looking || state.Step != PhaseStep.Waiting)
            return;
        looking = true;
        var phase = state.Phase;
        commands.LookAsync(phase, stop.Token).PipeTo(
            Self,
            success: found => new Seen(phase, found),
            failure: error => new LookFailed(error));
    }

    private void OnSeen(Seen seen)
    {
        looking = false;
        answeredAt = run.Request.Time.GetTimestamp();
        if (seen.Phase == state.Phase)
            Feed(seen.Found);
    }

    /// <summary>A ledger that is out of reach for a while is waited for; one that stays away for as long as a stalled copy may is not.</summary>
    private void OnLookFailed(LookFailed failed)
    {
        looking = false;
        if (failed.Cause is CoordinatorReplacedException replaced)
        {
            Answer(new Status.Failure(replaced));
            return;
        }

        var failure = SqlStates.Classify(failed.Cause);
        if (failure.Class != FailureClass.Transient || run.Request.Time.GetElapsedTime(answeredAt) > run.Options.Node.StallTimeout)
            Feed(new PhaseEvent.Broke(failure));
    }

    private void OnCommandFailed(CommandFailed failed)
    {
        switch (failed.Cause)
        {
            case not RefusedException when stop.IsCancellationRequested:
                break;
            case CoordinatorReplacedException replaced:
                Answer(new Status.Failure(replaced));
                break;
            case var cause when !run.Recorded:
                Answer(new Status.Failure(Refusal.Of(cause)));
                break;
            default:
                var failure = SqlStates.Classify(failed.Cause);
                log.Error(failed.Cause, "Phase {0} failed: {1}", state.Phase, failure.Message);
                Feed(new PhaseEvent.Broke(failure));
                break;
        }
    }

    private void Answer(object ending)
    {
        asker.Tell(ending);
        Context.Stop(Self);
    }
}
