using Akka.Actor.Internal;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>The ref that stands for no actor: what it is sent is dropped, and whoever watches it is told at once that it is dead.</summary>
public sealed class Nobody : InternalActorRefBase
{
    /// <summary>The one instance.</summary>
    public static readonly Nobody Instance = new();

    private Nobody()
    {
    }

    /// <inheritdoc/>
    public override ActorPath Path { get; } = new RootActorPath(new Address("akka", "all-systems"), "/Nobody");

    private protected override ActorSystemImpl? Owner => null;

    private protected override bool IsStopped => true;

    private protected override void TellInternal(object message, IActorRef? sender)
    {
    }

    private protected override void Accept(SystemMessage message)
    {
        if (message is Watch watch)
            watch.Watcher.SendSystemMessage(new DeathWatchNotification(this, existenceConfirmed: false));
    }
}
