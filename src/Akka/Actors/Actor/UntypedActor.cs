using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>An actor with one method for all messages.</summary>
public abstract class UntypedActor : ActorBase
{
    /// <summary>The actor's surroundings; throws <see cref="NotSupportedException"/> outside of the actor's turn.</summary>
    protected static new IUntypedActorContext Context => ActorCell.Current ?? throw ActorCell.NoContext();

    /// <inheritdoc/>
    protected sealed override bool Receive(object message)
    {
        OnReceive(message);
        return true;
    }

    /// <summary>Handles a message; what it does not know it passes to <see cref="ActorBase.Unhandled"/>.</summary>
    protected abstract void OnReceive(object message);

    /// <summary>Handles messages with <paramref name="receive"/> from the next one on.</summary>
    protected void Become(UntypedReceive receive) => Context.Become(receive);

    /// <summary>As <see cref="Become"/>, and keeps the present behaviour for <see cref="ActorBase.UnbecomeStacked"/>.</summary>
    protected void BecomeStacked(UntypedReceive receive) => Context.BecomeStacked(receive);

    /// <summary>Runs <paramref name="action"/> so that its continuations keep the actor's turn, and handles no message until it is done.</summary>
    protected void RunTask(Func<Task> action) => ActorCell.RunOnCurrent(action);

    /// <summary>Runs <paramref name="action"/> on the actor's turn.</summary>
    protected void RunTask(Action action) => ActorCell.RunOnCurrent(() =>
    {
        action();
        return Task.CompletedTask;
    });
}
