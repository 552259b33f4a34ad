using Akka.Actor;

namespace ActorMigrate.Cluster;

/// <summary>Makes <see cref="Props"/> from a delegate.
/// <see cref="Props.Create{TActor}(System.Linq.Expressions.Expression{Func{TActor}}, SupervisorStrategy)"/> takes an expression, and
/// compiles each of its arguments anew for every actor: a millisecond for each task of a migration.</summary>
public static class ActorProps
{
    /// <summary>Returns the props of an actor that <paramref name="make"/> makes, each time that it is started or restarted. They cannot be
    /// sent to another node.</summary>
    public static Props Of<TActor>(Func<TActor> make)
        where TActor : ActorBase
    {
        ArgumentNullException.ThrowIfNull(make);
        return Props.CreateBy(new Producer<TActor>(make));
    }

    private sealed class Producer<TActor>(Func<TActor> make) : IIndirectActorProducer
        where TActor : ActorBase
    {
        public Type ActorType => typeof(TActor);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
