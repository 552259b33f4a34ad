using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor.Internal;

/// <summary>The parent of the root, which has none: it hears of the root's end.</summary>
internal sealed class RootSupervisor(ActorSystemImpl system, Action ended) : InternalActorRefBase
{
    public override ActorPath Path { get; } = new RootActorPath(system.Address, "/bubble-walker");

    private protected override ActorSystemImpl Owner => system;

    private protected override void TellInternal(object message, IActorRef? sender)
    {
    }

    private protected override void Accept(SystemMessage message)
    {
        switch (message)
        {
            case Failed failed:
                failed.Child.SendSystemMessage(new Terminate());
                break;
            case DeathWatchNotification:
                ended();
                break;
        }
    }
}

/// <summary>The root: when <c>/user</c> has ended it stops <c>/system</c>, then itself. A failure that comes up to here ends the system.</summary>
internal sealed class RootGuardian : ReceiveActor
{
    public RootGuardian()
    {
        Receive<Children>(children =>
        {
            Context.Watch(children.User);
            Context.Watch(children.System);
            Become(() => Receive<Terminated>(ended => Context.Stop(ended.ActorRef.Equals(children.User) ? children.System : Self)));
        });
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(cause =>
    {
        Context.System.EventStream.Publish(
            new Error(cause, Self.Path.ToString(), GetType(), "A guardian failed, shutting down the system"));
        return Directive.Stop;
    });

    /// <summary>The two guardians below the root.</summary>
    internal sealed record Children(IActorRef User, IActorRef System);
}

/// <summary>The parent of all actors of the user, or of all actors of the system.</summary>
internal sealed class Guardian : ActorBase
{
    protected override bool Receive(object message) => message is Terminated;

    protected override void PreRestart(Exception reason, object message)
    {
        // The children outlive a guardian's restart.
    }
}
