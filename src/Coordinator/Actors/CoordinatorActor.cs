using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Akka.Actor;
using Akka.Event;

namespace ActorMigrate.Coordinator.Actors;

/*  Feeds the phase machine and carries out its commands; it holds no policy of its own. States and transitions stand in
    PhaseMachine.cs. The ledger is authoritative on everything but the order of phases; each of the commands that one decision gives
    runs detached, in order, and the last one's answer is the machine's next event. A command that fails for a transient reason is
    tried again with backoff; any other failure stops the run where it is, resumable. */

/// <summary>Leads one migration through its phases.</summary>
public sealed class CoordinatorActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stop = new();
    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly Run run;
    private readonly PhaseCommands commands;
    private PhaseState state = PhaseState.Initial;
    private IActorRef asker = ActorRefs.Nobody;
    private bool counting;

    /// <summary>A coordinator of the migration that <paramref name="request"/> describes.</summary>
    public CoordinatorActor(RunRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        run = new Run(request);
        commands = new PhaseCommands(run, Context.System.EventStream);
        Receive<StartRun>(_ => Start());
        Receive<StopRun>(_ => Feed(new PhaseEvent.StopRequested()));
        Receive<NodeFailed>(failed => Feed(new PhaseEvent.Broke(failed.Failure)));
        Receive<NodesAreStopped>(_ => Feed(new PhaseEvent.NodesStopped()));
        Receive<LedgerChanged>(_ => Count());
        Receive<Fed>(fed => Feed(fed.Event));
        Receive<Counted>(OnCounted);
        Receive<CommandFailed>(OnCommandFailed);
        Receive<RunEnded>(OnEnded);
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    private sealed record Fed(PhaseEvent Event);

    private sealed record Counted(Phase Phase, TaskCounts? Counts, Failure? Fatal);

    private sealed record CommandFailed(Exception Cause);

    /// <inheritdoc />
    protected override void PostStop()
    {
        stop.Cancel();
        _ = run.DisposeAsync().AsTask();
    }

    private void Start()
    {
        asker = Sender;
        Timers.StartPeriodicTimer(nameof(LedgerChanged), LedgerChanged.Instance, CountEvery);
        Feed(new PhaseEvent.Begin(Phase.ExtractSourceSchema));
    }

    private void Feed(PhaseEvent happened)
    {
        var (next, orders) = PhaseMachine.Decide(state, happened);
        if (next.Step == PhaseStep.Stopping && state.Step != PhaseStep.Stopping)
            stop.Cancel();
        state = next;
        if (orders.Count == 0)
            return;
        if (orders is [PhaseCommand.CountTasks])
            Count();
        else if (orders[^1] is PhaseCommand.End end)
            EndAsync(orders, end).PipeTo(Self, failure: error => new CommandFailed(error));
        else
            CarryOutAsync(orders).PipeTo(Self, success: answer => new Fed(answer), failure: error => new CommandFailed(error));
    }

    /// <summary>Carries out the commands of one decision, in order. The answer is the event that the last one leads to.</summary>
    private async Task<PhaseEvent> CarryOutAsync(IReadOnlyList<PhaseCommand> orders)
    {
        PhaseEvent answer = new PhaseEvent.StopRequested();
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

    private void Count()
    {
        if (counting || state.Step != PhaseStep.Waiting)
            return;
        counting = true;
        var phase = state.Phase;
        commands.CountAsync(phase, stop.Token).PipeTo(
            Self,
            success: found => new Counted(phase, found.Counts, found.Fatal),
            failure: error => new Counted(phase, null, SqlStates.Classify(error) is { Class: not FailureClass.Transient } failure ? failure : null));
    }

    private void OnCounted(Counted counted)
    {
        counting = false;
        if (counted.Fatal is { } failure)
            Feed(new PhaseEvent.Broke(failure));
        else if (counted.Counts is { } counts)
            Feed(new PhaseEvent.TasksCounted(counted.Phase, counts));
    }

    private void OnCommandFailed(CommandFailed failed)
    {
        switch (failed.Cause)
        {
            case RefusedException refused when !run.Recorded:
                asker.Tell(new Status.Failure(refused));
                Context.Stop(Self);
                break;
            case OperationCanceledException when stop.IsCancellationRequested:
                break;
            default:
                var failure = SqlStates.Classify(failed.Cause);
                log.Error(failed.Cause, "Phase {0} failed: {1}", state.Phase, failure.Message);
                Feed(new PhaseEvent.Broke(failure));
                break;
        }
    }

    private void OnEnded(RunEnded ended)
    {
        asker.Tell(ended);
        Context.Stop(Self);
    }
}
