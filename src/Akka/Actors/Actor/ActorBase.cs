using Akka.Actor.Internal;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The base of all actors: one message at a time, hooks around its life, a strategy for its children.</summary>
public abstract class ActorBase
{
    private IActorRef? _selfAfterwards;
    private SupervisorStrategy? _strategy;

    /// <summary>Only a system makes actors; <c>new</c> throws <see cref="ActorInitializationException"/>.</summary>
    protected ActorBase()
    {
        var cell = ActorCell.Current ?? throw new ActorInitializationException(
            $"An actor cannot be made with new {GetType().Name}(); use ActorOf of a system or a context.");
        cell.Become(Receive);
    }

    /// <summary>The actor itself.</summary>
    protected IActorRef Self => _selfAfterwards ?? Context.Self;

    /// <summary>Who sent the message that is being handled; dead letters if nobody.</summary>
    protected IActorRef Sender => Context.Sender;

    /// <summary>The actor's surroundings; throws <see cref="NotSupportedException"/> outside of the actor's turn.</summary>
    protected static IActorContext Context => ActorCell.Current ?? throw ActorCell.NoContext();

    /// <summary>A behaviour that handles nothing.</summary>
    protected static Receive EmptyReceive { get; } = _ => false;

    internal SupervisorStrategy Strategy
    {
        get => _strategy ??= SupervisorStrategy();
        set => _strategy = value;
    }

    /// <summary>Runs <see cref="PreStart"/>.</summary>
    public virtual void AroundPreStart() => PreStart();

    /// <summary>Runs <see cref="PostStop"/>.</summary>
    public virtual void AroundPostStop() => PostStop();

    /// <summary>Runs <see cref="PreRestart"/>.</summary>
    public virtual void AroundPreRestart(Exception cause, object message) => PreRestart(cause, message);

    /// <summary>Runs <see cref="PostRestart"/>.</summary>
    public virtual void AroundPostRestart(Exception cause, object message) => PostRestart(cause);

    internal bool HandleMessage(Receive receive, object message) => AroundReceive(receive, message);

    /// <summary>From now on the instance is out of its cell; it still knows who it was.</summary>
    internal void Retire(IActorRef self) => _selfAfterwards = self;

    /// <summary>Handles a message with the present behaviour, or passes it to <see cref="Unhandled"/>.</summary>
    protected virtual bool AroundReceive(Receive receive, object message)
    {
        var handled = receive(message);
        if (!handled) Unhandled(message);
        return handled;
    }

    /// <summary>Handles a message; false if it is not one for this actor.</summary>
    protected abstract bool Receive(object message);

    /// <summary>Reports a message that nothing handled as <see cref="UnhandledMessage"/>; <see cref="Terminated"/> throws <see cref="DeathPactException"/>.</summary>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated) throw new DeathPactException(terminated.ActorRef);
        var system = Context.System;
        system.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
        if (system.Settings.DebugUnhandledMessage) Context.GetLogger().Debug("Unhandled message from {0} : {1}", Sender, message);
    }

    /// <summary>Handles messages with <paramref name="receive"/> from the next one on.</summary>
    protected void Become(Receive receive) => Context.Become(receive);

    /// <summary>As <see cref="Become"/>, and keeps the present behaviour for <see cref="UnbecomeStacked"/>.</summary>
    protected void BecomeStacked(Receive receive) => Context.BecomeStacked(receive);

    /// <summary>Goes back to the behaviour before the last <see cref="BecomeStacked"/>.</summary>
    protected void UnbecomeStacked() => Context.UnbecomeStacked();

    /// <summary>Asks for <see cref="ReceiveTimeout"/> whenever nothing has come for so long; null asks no more.</summary>
    protected void SetReceiveTimeout(TimeSpan? timeout) => Context.SetReceiveTimeout(timeout);

    /// <summary>How the children's failures are dealt with; asked once an instance.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy() => Actor.SupervisorStrategy.DefaultStrategy;

    /// <summary>Before the first message.</summary>
    protected virtual void PreStart()
    {
    }

    /// <summary>After the actor has ended, its children before it.</summary>
    protected virtual void PostStop()
    {
    }

    /// <summary>On the failed instance before a restart: by default stops all children and runs <see cref="PostStop"/>.</summary>
    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (var child in Context.GetChildren().ToArray())
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }

        PostStop();
    }

    /// <summary>On the new instance after a restart: by default runs <see cref="PreStart"/>.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();
}
