using ActorMigrate.Cluster;
using ActorMigrate.Coordinator;
using ActorMigrate.Coordinator.Actors;
using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Transfer.Actors;
using Akka.Actor;

namespace ActorMigrate.Host.Nodes;

/// <summary>This process's node: its actors, and its row in the ledger once the ledger holds the migration.</summary>
internal sealed class LocalNode(ParticipationSetup setup)
{
    private readonly ProcessRole role = setup.Part;
    private NodeComposition? composition;
    private NodeRegistration? registration;
    private IActorRef heartbeat = ActorRefs.Nobody;
    private IActorRef node = ActorRefs.Nobody;
    private bool stops;

    /// <summary>The node has a row in the ledger.</summary>
    public bool IsRegistered => registration is not null;

    /// <summary>Starts the node's actors, unless they have started before: a coordinator that takes over also reports that the ledger is
    /// ready.</summary>
    public void Begin(CoordinatorEvent.LedgerReady ready, IActorContext context)
    {
        if (composition is not null)
            return;
        var (events, proxy) = (context.System.EventStream, setup.CoordinatorProxy);
        composition = NodeComposition.Of(ready, role, report =>
        {
            events.Publish(report);
            proxy.Tell(report);
        });
        registration = (role as ProcessRole.Follow)?.Joined.Registration
            ?? new NodeRegistration(ready.Id, role.Node, ready.Source, ready.Target, composition.Ledger, role.Time)
            {
                WantsTimeline = role is ProcessRole.Lead { Request.WantsTimeline: true },
            };
        var (work, place, region) = (composition.Resources, setup.Place, setup.Region);
        var beats = new HeartbeatSetup(ready.Id, role.Node, role.Target, role.Shared, role.Time);
        node = context.Watch(context.ActorOf(ActorProps.Of(() => new NodeActor(work, place, region, proxy)), "node"));
        setup.Here.Begin(work, node);
        context.ActorOf(ActorProps.Of(() => new DeadMemberActor()), "dead-members");
        heartbeat = context.Watch(context.ActorOf(ActorProps.Of(() => new HeartbeatActor(beats)), "heartbeat"));
    }

    /// <summary>Tells the node that the ledger has answered.</summary>
    public void LedgerAnswered() => node.Tell(Transfer.Actors.LedgerAnswered.Instance);

    /// <summary>Asks the node to stop, for good where its process is <paramref name="leaving"/>. A node that has not begun has stopped with
    /// nothing to give back.</summary>
    public void Stop(IActorRef self, Departure? leaving)
    {
        if (registration is not null && leaving is Departure.Asked)
            _ = NodeSummary.BeginAsync(registration);
        if (node.IsNobody())
        {
            self.Tell(new NodeStopped(0));
            return;
        }

        stops = true;
        node.Tell(StopNode.Instance);
    }

    /// <summary>Forgets the heartbeat's actor, which has reported why it ended.</summary>
    public void HeartbeatEnded() => heartbeat = ActorRefs.Nobody;

    /// <summary>Returns the meaning of the end of one of the node's actors, or null for another one's. A node that was asked to stop may
    /// end without a report. When the heartbeat's actor ends without one, the node looks dead to other processes, which may resume the
    /// migration beside it.</summary>
    public ParticipationEvent? OnTerminated(IActorRef ended, bool wasAway)
    {
        if (ended.Equals(heartbeat))
        {
            heartbeat = ActorRefs.Nobody;
            return new ParticipationEvent.NodeBroke(Defect("The node's heartbeat"), wasAway);
        }

        if (!ended.Equals(node))
            return null;
        node = ActorRefs.Nobody;
        return stops ? new ParticipationEvent.NodeStopped(null) : new ParticipationEvent.NodeBroke(Defect("The node"), wasAway);
    }

    /// <summary>Leaves the migration. Returns the ending to answer with: the summary of what the
    /// node has done, or why it was replaced.</summary>
    public async Task<object> LeaveAsync(ParticipationCommand.Depart depart)
    {
        var replaced = depart.Why is Departure.Replaced { Cause: var cause } ? new Status.Failure(cause) : null;
        if (registration is null)
            return replaced ?? new Status.Failure(new NodeLostException());
        var summary = await NodeSummary.LeaveAsync(
            registration, depart.Why, depart.Released, role.IsWorker, CancellationToken.None);
        return replaced ?? (object)new RunEnded(summary);
    }

    /// <summary>Closes the node's sessions.</summary>
    public ValueTask DisposeAsync() => composition?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static Failure Defect(string what) => new(
        FailureClass.Fatal, null, $"{what} ended because of a defect in ActorMigrate; the log has its error.",
        "Report the defect, with the log.");
}
