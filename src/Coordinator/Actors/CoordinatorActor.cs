using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Coordinator.Phases;
using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres;
using Akka.Actor;
using Akka.Event;

namespace ActorMigrate.Coordinator.Actors;

/*  The cluster's singleton that leads the migration. Akka says on which node it runs; the term in the ledger says whether it may write.

        Taking ──the setup gives a run, with its term──▶ Leading ──the run has ended, or a later term──▶ tells its process
           │  ▲                                            │
           │  └──not yet: tried again every second         └──StepDown──▶ Resting: its process leaves, another node coordinates
           └──the node has been removed──▶ tells its process

    Leading, it feeds the phase machine and carries out its commands; it holds no policy of its own. States and transitions are in
    PhaseMachine.cs. The ledger is authoritative on everything but the order of phases; each of the commands that one decision gives
    runs detached, in order, and the last one's answer is the machine's next event. A command that fails for a transient reason is
    tried again with backoff; any other failure stops the run where it is, resumable. Before the ledger holds the migration, a failure
    refuses it. The end waits for the commands that are under way, for a bounded time, and always comes.

    Three children do the rest: GrantActor turns the nodes' offers into orders, RemovalActor takes back what removed members held, and
    DirectiveActor reads what people ask of the running migration.                                                                    */

/// <summary>Leads one migration through its phases.</summary>
public sealed class CoordinatorActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TakeEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stop = new();
    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly CoordinatorSetup setup;
    private readonly CoordinatorChildren children = new();
    private Run run = null!;
    private PhaseCommands commands = null!;
    private OrderedWork work = null!;
    private PhaseState state = PhaseState.Initial;
    private bool looking;
    private bool answered;
    private long? failingSince;

    /// <summary>A coordinator with <paramref name="setup"/>.</summary>
    public CoordinatorActor(CoordinatorSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        this.setup = setup;
        Receive<TakeNow>(_ => Take());
        Receive<Taken>(OnTaken);
        Receive<StopRun>(_ => Answer(new Status.Failure(new OperationCanceledException("The run was stopped before it began."))));
        Receive<StepDown>(_ => Become(Resting));
        ReceiveAny(_ => { });
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc />
    protected override void PreStart()
    {
        setup.Process.Tell(new CoordinatorHere(Self));
        Take();
    }

    /// <inheritdoc />
    protected override void PostStop()
    {
        _ = stop.CancelAsync();
        _ = CloseAsync(run, setup.Ending.UnderWay);
        setup.Process.Tell(new CoordinatorNotHere(Self));
    }

    /// <summary>Ends the coordinator with a child that fails, because the child has lost what it knew of the nodes; the process says
    /// so.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Escalate);

    /// <summary>Tells the process that waits of a defect, which must not leave it without an answer; a new incarnation knows
    /// nothing.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        Answer(new Status.Failure(reason));
        base.PreRestart(reason, message);
    }

    /// <summary>Closes the run's sessions, after the end that needs them.</summary>
    private static async Task CloseAsync(Run? run, Task? ending)
    {
        if (ending is not null)
            await ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (run is not null)
            await run.DisposeAsync();
    }

    private void Take() => TakeAsync().PipeTo(Self, success: request => new Taken(request, null), failure: error => new Taken(null, error));

    /// <summary>Takes the run from the setup. A setup that throws at once must not end this actor before its process has heard of
    /// it.</summary>
    private async Task<RunRequest?> TakeAsync() => await setup.TakeAsync(stop.Token);

    private void OnTaken(Taken taken)
    {
        if (taken.Request is { } request)
            Lead(request);
        else if (taken.Cause is NodeLostException or CoordinatorReplacedException)
            Answer(new Status.Failure(taken.Cause));
        else
            Timers.StartSingleTimer(nameof(TakeNow), new TakeNow(), TakeEvery);
    }

    private void Lead(RunRequest request)
    {
        run = new Run(request);
        var (events, self) = (Context.System.EventStream, Self);
        run.Notice = words => events.Publish(new CoordinatorEvent.Noticed(words));
        run.Ended = outcome => self.Tell(new PhaseChanged(new PhaseUpdate(run.Term.Term, state.Phase, outcome)));
        commands = new PhaseCommands(run, events);
        work = new OrderedWork(run, commands);
        Become(Leading);
        Timers.StartPeriodicTimer(nameof(LookNow), new LookNow(), LookEvery);
        if (request.Adopted is not null)
            events.Publish(commands.Ready);
        setup.Process.Tell(new CoordinatorLeads(run.Term));
        Feed(new PhaseEvent.Begin(request.Adopted?.Phase ?? Phase.ExtractSourceSchema));
    }

    private void Leading()
    {
        Receive<StopRun>(_ => Feed(new PhaseEvent.StopRequested()));
        Receive<StepDown>(_ => Rest());
        Receive<NodeFailed>(failed => Feed(new PhaseEvent.Broke(failed.Failure)));
        Receive<NodesAreStopped>(_ => Feed(new PhaseEvent.NodesStopped()));
        Receive<SlotsOffered>(OnOffer);
        Receive<TaskReport>(OnReport);
        Receive<PhaseChanged>(changed => children.Forward(changed));
        Receive<CoordinatorCutOff>(_ => OnCutOff());
        Receive<LookNow>(_ => Look());
        Receive<Fed>(OnFed);
        Receive<Nothing>(_ => { });
        Receive<Seen>(OnSeen);
        Receive<LookFailed>(OnLookFailed);
        Receive<CommandFailed>(OnCommandFailed);
        Receive<EndFailed>(failed => Answer(new Status.Failure(failed.Cause)));
        Receive<RunEnded>(Answer);
    }

    /// <summary>Its process leaves: nothing more is granted or decided here.</summary>
    private void Rest()
    {
        _ = stop.CancelAsync();
        Timers.CancelAll();
        children.Stop(Context);
        Become(Resting);
    }

    private void Resting() => ReceiveAny(_ => { });

    /// <summary>Nodes offer slots as soon as the ledger holds the migration.</summary>
    private void OnOffer(SlotsOffered offer)
    {
        if (!run.Recorded || state.Step is PhaseStep.Stopping or PhaseStep.Ended)
            return;
        children.Forward(offer, run, state.Phase, setup.Region, Context);
    }

    private void OnCutOff() =>
        setup.Process.Tell(new Status.Failure(new NodeLostException("This node does not reach the target, and another one does.")));

    /// <summary>Shows what all nodes do in the view of this process; its own node has published its reports itself.</summary>
    private void OnReport(TaskReport report)
    {
        if (report.Node != setup.Node)
            Context.System.EventStream.Publish(report);
        if (report is TaskReport.Completed or TaskReport.Failed or TaskReport.Released)
        {
            children.Tell(TasksChanged.Instance);
            Look();
        }
    }

    private void OnFed(Fed fed)
    {
        if (fed.Event is PhaseEvent.WorkDone done)
            children.Tell(new PhaseChanged(new PhaseUpdate(run.Term.Term, done.Phase, null)));
        Feed(fed.Event);
    }

    private void Feed(PhaseEvent happened)
    {
        var (next, orders) = PhaseMachine.Decide(state, happened);
        if (next.Step == PhaseStep.Stopping && state.Step != PhaseStep.Stopping)
            _ = stop.CancelAsync();
        state = next;
        if (orders.Count == 0)
            return;
        if (orders is [PhaseCommand.LookForTasks])
            Look();
        else if (orders[^1] is PhaseCommand.End end)
            setup.Ending.Begin(work.EndAsync(orders, state.Phase, end)).PipeTo(Self, failure: error => new EndFailed(error));
        else
            CarryOut(orders);
    }

    private void CarryOut(IReadOnlyList<PhaseCommand> orders) => work.CarryOutAsync(orders, stop.Token).PipeTo(
        Self, success: answer => answer is null ? new Nothing() : new Fed(answer), failure: error => new CommandFailed(error));

    private void Look()
    {
        if (looking || state.Step != PhaseStep.Waiting)
            return;
        looking = true;
        var phase = state.Phase;
        var (time, half) = (run.Request.Time, run.Options.Node.StallTimeout / 2);
        var within = half < Timeouts.LedgerAnswer ? half : Timeouts.LedgerAnswer;
        LedgerAnswer.OfAsync(bounded => commands.LookAsync(phase, bounded), time, within, stop.Token).PipeTo(
            Self,
            success: found => new Seen(phase, found),
            failure: error => new LookFailed(error));
    }

    private void OnSeen(Seen seen)
    {
        looking = false;
        if (failingSince is not null)
            run.Notice("The target answers again.");
        failingSince = null;
        if (seen.Phase == state.Phase)
            Feed(seen.Found);
    }

    /// <summary>Waits for a ledger that is out of reach for a while; one that stays away as long as a stalled copy
    /// may breaks the run.</summary>
    private void OnLookFailed(LookFailed failed)
    {
        looking = false;
        if (failed.Cause is CoordinatorReplacedException replaced)
        {
            Answer(new Status.Failure(replaced));
            return;
        }

        var failure = SqlStates.Classify(failed.Cause);
        var patience = run.Options.Node.StallTimeout;
        if (failingSince is null && failure.Class == FailureClass.Transient)
            run.Notice($"{failure.Message} The run waits {patience.TotalSeconds:F0} s for the target; then it stops, and resume goes on.");
        // Counted from the first failure: a process that was paused may have heard nothing for long, and the ledger answers all the same.
        failingSince ??= run.Request.Time.GetTimestamp();
        if (failure.Class != FailureClass.Transient
            || run.Request.Time.GetElapsedTime(failingSince.Value) > patience)
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

    /// <summary>Answers the process that waits. It ends with the run; until then the singleton stays, so that no other one is started in
    /// its place.</summary>
    private void Answer(object ending)
    {
        if (!answered)
            setup.Process.Tell(ending);
        answered = true;
        Become(Resting);
    }
}
