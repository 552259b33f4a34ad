namespace Akka.Actor;

/// <summary>What handles a message: true if it did.</summary>
public delegate bool Receive(object message);

/// <summary>What handles a message of an <see cref="UntypedActor"/>.</summary>
public delegate void UntypedReceive(object message);

/// <summary>What actors can be made with: a system, or an actor for its children.</summary>
public interface IActorRefFactory
{
    /// <summary>Makes an actor. Without a name it gets one; a name that a sibling has throws <see cref="InvalidActorNameException"/>.</summary>
    IActorRef ActorOf(Props props, string? name = null);
}

/// <summary>What can be told of the end of actors.</summary>
public interface ICanWatch
{
    /// <summary>Asks for <see cref="Terminated"/> when <paramref name="subject"/> ends, or at once if it has.</summary>
    IActorRef Watch(IActorRef subject);

    /// <summary>Asks for <paramref name="message"/> in place of <see cref="Terminated"/>.</summary>
    IActorRef WatchWith(IActorRef subject, object message);

    /// <summary>Takes a watch back; a notice that is already in the mailbox is dropped.</summary>
    IActorRef Unwatch(IActorRef subject);
}

/// <summary>The actor's view of itself and its surroundings; only valid while the actor runs.</summary>
public interface IActorContext : IActorRefFactory, ICanWatch
{
    /// <summary>The actor itself.</summary>
    IActorRef Self { get; }

    /// <summary>Who sent the message that is being handled; dead letters if nobody.</summary>
    IActorRef Sender { get; }

    /// <summary>The supervisor.</summary>
    IActorRef Parent { get; }

    /// <summary>The system.</summary>
    ActorSystem System { get; }

    /// <summary>What the actor is made from.</summary>
    Props Props { get; }

    /// <summary>The receive timeout, or null.</summary>
    TimeSpan? ReceiveTimeout { get; }

    /// <summary>The child with this name, or <see cref="ActorRefs.Nobody"/>.</summary>
    IActorRef Child(string name);

    /// <summary>All children.</summary>
    IEnumerable<IActorRef> GetChildren();

    /// <summary>Stops a child or the actor itself after the message that is being handled.</summary>
    void Stop(IActorRef child);

    /// <summary>Asks for <see cref="Actor.ReceiveTimeout"/> whenever nothing has come for so long; null asks no more.</summary>
    void SetReceiveTimeout(TimeSpan? timeout);

    /// <summary>Handles messages with <paramref name="receive"/> from the next one on.</summary>
    void Become(Receive receive);

    /// <summary>As <see cref="Become"/>, and keeps the present behaviour for <see cref="UnbecomeStacked"/>.</summary>
    void BecomeStacked(Receive receive);

    /// <summary>Goes back to the behaviour before the last <see cref="BecomeStacked"/>.</summary>
    void UnbecomeStacked();
}

/// <summary>The context of an <see cref="UntypedActor"/>.</summary>
public interface IUntypedActorContext : IActorContext
{
    /// <summary>Handles messages with <paramref name="receive"/> from the next one on.</summary>
    void Become(UntypedReceive receive);

    /// <summary>As <see cref="Become"/>, and keeps the present behaviour for <see cref="IActorContext.UnbecomeStacked"/>.</summary>
    void BecomeStacked(UntypedReceive receive);
}

/// <summary>Shorter ways to make actors.</summary>
public static class ActorRefFactoryExtensions
{
    /// <summary>Makes an actor of a class that has a constructor without parameters.</summary>
    public static IActorRef ActorOf<TActor>(this IActorRefFactory factory, string? name = null)
        where TActor : ActorBase, new() => factory.ActorOf(Props.Create<TActor>(), name);
}
