using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>Something that messages can be sent to.</summary>
public interface ICanTell
{
    /// <summary>Sends <paramref name="message"/> and returns at once; <paramref name="sender"/> is who to answer, or null.</summary>
    void Tell(object message, IActorRef? sender);
}

/// <summary>The handle of an actor: valid for its whole life, restarts included, and harmless afterwards.</summary>
public interface IActorRef : ICanTell, IEquatable<IActorRef>, IComparable<IActorRef>, IComparable
{
    /// <summary>Where the actor is, and which one it is.</summary>
    ActorPath Path { get; }
}

/// <summary>Sending from within an actor, which is then the sender.</summary>
public static class ActorRefImplicitSenderExtensions
{
    /// <summary>Sends <paramref name="message"/> with the running actor as the sender, or none outside of actors.</summary>
    public static void Tell(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.CurrentSelf);

    /// <summary>Sends <paramref name="message"/> with the sender of the message that is being handled.</summary>
    public static void Forward(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.Current?.Sender);
}

/// <summary>Questions about a ref.</summary>
public static class ActorRefExtensions
{
    /// <summary>Whether the ref is null or <see cref="ActorRefs.Nobody"/>.</summary>
    public static bool IsNobody(this IActorRef? actorRef) => actorRef is null or Nobody;

    /// <summary>The ref, or what <paramref name="elseValue"/> gives if it is nobody.</summary>
    public static IActorRef GetOrElse(this IActorRef? actorRef, Func<IActorRef> elseValue) =>
        actorRef.IsNobody() ? elseValue() : actorRef!;
}

/// <summary>The refs that stand for no actor.</summary>
public static class ActorRefs
{
    /// <summary>No sender: null.</summary>
    public static readonly IActorRef? NoSender;

    /// <summary>A ref that swallows what it is sent.</summary>
    public static readonly Nobody Nobody = Nobody.Instance;
}
