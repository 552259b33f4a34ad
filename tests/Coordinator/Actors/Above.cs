using System.Linq.Expressions;
using Akka.Actor;

namespace ActorMigrate.Coordinator.Tests.Actors;

/// <summary>Stands above an actor: passes on to it what the test tells, and to the test what the actor tells its parent.</summary>
internal sealed class Above<T> : UntypedActor
    where T : ActorBase
{
    private readonly IActorRef test;
    private readonly IActorRef below;

    public Above(IActorRef test, Expression<Func<T>> make)
    {
        this.test = test;
        below = Context.ActorOf(Props.Create(make));
    }

    protected override void OnReceive(object message) => (Sender.Equals(below) ? test : below).Forward(message);
}
