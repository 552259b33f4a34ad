using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>What the runtime needs of every ref besides its public face.</summary>
internal interface IInternalActorRef : IActorRef
{
    /// <summary>The system that the ref belongs to, or null for refs outside of systems.</summary>
    ActorSystemImpl? SystemImpl { get; }

    /// <summary>Whether the actor has stopped for good.</summary>
    bool IsTerminated { get; }

    /// <summary>Puts <paramref name="message"/> before all user messages. A message object is sent once.</summary>
    void SendSystemMessage(SystemMessage message);
}

/// <summary>Identity and order of refs: by path and uid.</summary>
public abstract class InternalActorRefBase : IInternalActorRef
{
    private protected InternalActorRefBase()
    {
    }

    /// <inheritdoc/>
    public abstract ActorPath Path { get; }

    ActorSystemImpl? IInternalActorRef.SystemImpl => Owner;

    bool IInternalActorRef.IsTerminated => IsStopped;

    private protected abstract ActorSystemImpl? Owner { get; }

    private protected virtual bool IsStopped => false;

    /// <inheritdoc/>
    public void Tell(object message, IActorRef? sender)
    {
        if (message is null) throw new InvalidMessageException("Message is null.");
        TellInternal(message, sender);
    }

    void IInternalActorRef.SendSystemMessage(SystemMessage message) => Accept(message);

    /// <inheritdoc/>
    public bool Equals(IActorRef? other) =>
        ReferenceEquals(this, other) || (other is not null && Path.Uid == other.Path.Uid && Path.Equals(other.Path));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IActorRef other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Path.Uid == 0 ? Path.GetHashCode() : Path.Uid.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(IActorRef? other)
    {
        if (other is null) return 1;
        var byPath = Path.CompareTo(other.Path);
        return byPath != 0 ? byPath : Path.Uid.CompareTo(other.Path.Uid);
    }

    /// <inheritdoc/>
    public int CompareTo(object? obj) => CompareTo(obj as IActorRef);

    /// <inheritdoc/>
    public override string ToString() => $"[{Path}#{Path.Uid}]";

    private protected abstract void TellInternal(object message, IActorRef? sender);

    private protected abstract void Accept(SystemMessage message);
}
