using ActorMigrate.Cluster;
using ActorMigrate.Control;
using ActorMigrate.Coordinator.Directing;
using Akka.Actor;
using Akka.Event;

namespace ActorMigrate.Coordinator.Actors;

/*  Carries out what people ask of the running migration with pause, continue, stop, drain and set. The ledger is authoritative: every look
    reads all directives and the living nodes anew, so that a coordinator that takes over, or a target that has forgotten one, needs
    nothing else.

        every look ──▶ slots that differ are written to the nodes' rows ──▶ GrantActor hears what is in force ──▶ new directives are noted
                       as taken;  a stop in force ──▶ StopRun to the coordinator, again at every look

    Nothing is granted before the first look has come back. A look that fails is made again; what was in force stays so meanwhile.       */

/// <summary>Reads the directives and has them carried out.</summary>
internal sealed class DirectiveActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly CancellationTokenSource stop = new();
    private readonly Directives directives;
    private readonly IActorRef grants;
    private readonly IActorRef coordinator;
    private bool looking;

    /// <summary>Reads <paramref name="directives"/> and tells <paramref name="grants"/> and <paramref name="coordinator"/>.</summary>
    public DirectiveActor(Directives directives, IActorRef grants, IActorRef coordinator)
    {
        (this.directives, this.grants, this.coordinator) = (directives, grants, coordinator);
        Receive<LookNow>(_ => Look());
        Receive<SteeringRead>(OnRead);
        Receive<Status.Failure>(OnFailure);
    }

    /// <summary>Creates the actor's props.</summary>
    public static Props Props(Directives directives, IActorRef grants, IActorRef coordinator) =>
        ActorProps.Of(() => new DirectiveActor(directives, grants, coordinator));

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc />
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(LookNow), new LookNow(), LookEvery);
        Look();
    }

    /// <inheritdoc />
    protected override void PostStop() => _ = stop.CancelAsync();

    private void Look()
    {
        if (looking)
            return;
        looking = true;
        directives.CarryOutAsync(stop.Token).PipeTo(Self, failure: error => new Status.Failure(error));
    }

    private void OnRead(SteeringRead read)
    {
        looking = false;
        grants.Tell(read);
        if (read.Steering.Stop is not null)
            coordinator.Tell(new StopRun());
    }

    private void OnFailure(Status.Failure failed)
    {
        looking = false;
        if (!stop.IsCancellationRequested)
            log.Info("Reading the directives failed and is retried: {0}", Postgres.SqlStates.Classify(failed.Cause).Message);
    }
}
