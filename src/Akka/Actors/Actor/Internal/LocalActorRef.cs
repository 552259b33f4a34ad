using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>The ref of an actor in this process.</summary>
internal sealed class LocalActorRef : InternalActorRefBase
{
    internal LocalActorRef(ActorSystemImpl system, Props props, IInternalActorRef parent, ActorPath path)
    {
        Path = path;
        Cell = new ActorCell(system, this, props, parent);
    }

    public override ActorPath Path { get; }

    internal ActorCell Cell { get; }

    private protected override ActorSystemImpl Owner => Cell.SystemImpl;

    private protected override bool IsStopped => Cell.IsTerminated;

    internal void Start() => Accept(new Create());

    internal void Stop() => Accept(new Terminate());

    private protected override void TellInternal(object message, IActorRef? sender) => Cell.Send(new Envelope(message, sender));

    private protected override void Accept(SystemMessage message) => Cell.Send(message);
}
