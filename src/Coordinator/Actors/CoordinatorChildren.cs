using ActorMigrate.Cluster;
using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control;
using ActorMigrate.Coordinator.Directing;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres.Session;
using Akka.Actor;

namespace ActorMigrate.Coordinator.Actors;

/// <summary>The actors that a leading coordinator starts with the first offer: they grant tasks,
/// remove nodes and read directives.</summary>
internal sealed class CoordinatorChildren
{
    private IActorRef grants = ActorRefs.Nobody;
    private IActorRef removals = ActorRefs.Nobody;
    private IActorRef directives = ActorRefs.Nobody;

    /// <summary>Hands a node's offer on. The first one starts the children, which begin in <paramref name="phase"/>.</summary>
    public void Forward(SlotsOffered offer, Run run, Phase phase, IActorRef region, IActorContext context)
    {
        if (grants.IsNobody())
        {
            var (term, self) = (run.Term, context.Self);
            var removal = new Removal(run, new LedgerSession(run.Request.Target, SessionPurpose.Lease));
            var (ids, time) = (run.Request.Trace, run.Request.Time);
            grants = context.ActorOf(ActorProps.Of(() => new GrantActor(run.Grants, term, phase, ids, region, time)), "grants");
            removals = context.ActorOf(ActorProps.Of(() => new RemovalActor(run, removal)), "removals");
            directives = context.ActorOf(DirectiveActor.Props(new Directives(run), grants, self), "directives");
        }

        grants.Forward(offer);
        removals.Forward(offer);
    }

    /// <summary>Tells the child that grants tasks of a changed phase or outcome.</summary>
    public void Forward(PhaseChanged changed) => grants.Forward(changed);

    /// <summary>Tells the child that grants tasks of a change that concerns grants.</summary>
    public void Tell(object change) => grants.Tell(change);

    /// <summary>Stops all of them: nothing more is granted, and nobody is removed.</summary>
    public void Stop(IActorContext context)
    {
        context.Stop(grants);
        context.Stop(removals);
        context.Stop(directives);
    }
}
