namespace Akka.Actor.Internal;

/// <summary>What the actor sees of its cell.</summary>
internal sealed partial class ActorCell : IUntypedActorContext
{
    private ReceiveTimer? _receiveTimer;

    public IActorRef Self => SelfRef;

    public IActorRef Sender => _envelope.Sender ?? SystemImpl.DeadLetters;

    public IActorRef Parent => ParentRef;

    public ActorSystem System => SystemImpl;

    public Props Props { get; }

    public TimeSpan? ReceiveTimeout => _receiveTimer?.Timeout;

    public IActorRef ActorOf(Props props, string? name = null) => MakeChild(props, name);

    public IActorRef Child(string name) => (IActorRef?)_children.Find(name) ?? ActorRefs.Nobody;

    public IEnumerable<IActorRef> GetChildren() => _children.All().Select(child => (IActorRef)child.Child);

    public void Stop(IActorRef child) => StopChild(child);

    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        _receiveTimer?.Cancel();
        _receiveTimer = timeout is { } span && span > TimeSpan.Zero ? new ReceiveTimer(this, span) : null;
    }

    public void Become(Receive receive)
    {
        // The first behaviour of an instance is never dropped: it is what unbecoming ends at.
        if (_behaviors.Count > 1) _behaviors.Pop();
        _behaviors.Push(receive);
    }

    public void BecomeStacked(Receive receive) => _behaviors.Push(receive);

    public void UnbecomeStacked()
    {
        if (_behaviors.Count > 1) _behaviors.Pop();
    }

    public void Become(UntypedReceive receive) => Become(Handling(receive));

    public void BecomeStacked(UntypedReceive receive) => BecomeStacked(Handling(receive));

    private static Receive Handling(UntypedReceive receive) => message =>
    {
        receive(message);
        return true;
    };

    private void TouchReceiveTimeout() => _receiveTimer?.Touch();

    private void HandleReceiveTimeout(object owner)
    {
        if (!ReferenceEquals(owner, _receiveTimer)) return;
        if (_receiveTimer.HasElapsed() && !_mailbox.IsSuspended && !_mailbox.HasUserMessages)
            SelfRef.Tell(Actor.ReceiveTimeout.Instance, SelfRef);
        else
            _receiveTimer.Rearm();
    }
}
