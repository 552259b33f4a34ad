using Akka.Actor.Internal;
using Akka.Event;

namespace Akka.Actor;

/// <summary>What to do with a child that has failed.</summary>
public enum Directive
{
    /// <summary>Go on with the next message, state kept.</summary>
    Resume = 0,

    /// <summary>Go on with the next message, in a new instance.</summary>
    Restart = 1,

    /// <summary>Fail oneself, and let one's own parent decide.</summary>
    Escalate = 2,

    /// <summary>Stop the child.</summary>
    Stop = 3,
}

/// <summary>How an actor deals with the failures of its children.</summary>
public abstract class SupervisorStrategy
{
    /// <summary>Stops what could not be made, was killed or broke a death pact; restarts everything else.</summary>
    public static IDecider DefaultDecider = Actor.Decider.From(cause =>
        cause is ActorInitializationException or ActorKilledException or DeathPactException ? Directive.Stop : Directive.Restart);

    /// <summary>Each child for itself, by <see cref="DefaultDecider"/>, restarts without limit.</summary>
    public static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(DefaultDecider);

    /// <summary>Each child for itself, stopped whatever happened.</summary>
    public static readonly OneForOneStrategy StoppingStrategy = new(_ => Directive.Stop);

    private protected SupervisorStrategy()
    {
    }

    /// <summary>What maps failures to directives.</summary>
    public abstract IDecider Decider { get; }

    /// <summary>Whether failures are logged; true unless said otherwise.</summary>
    protected bool LoggingEnabled { get; set; } = true;

    /// <summary>The directive for a failure of <paramref name="child"/>.</summary>
    protected abstract Directive Handle(IActorRef child, Exception exception);

    /// <summary>Writes the failure to the log: as a warning if the child resumes, else as an error.</summary>
    protected virtual void LogFailure(IActorContext context, IActorRef child, Exception cause, Directive directive)
    {
        if (!LoggingEnabled || directive == Directive.Escalate) return;
        var source = child.Path.ToString();
        var message = cause is ActorInitializationException { InnerException: { } inner } ? inner.Message : cause.Message;
        context.System.EventStream.Publish(directive == Directive.Resume
            ? new Warning(cause, source, GetType(), message)
            : new Error(cause, source, GetType(), message));
    }

    /// <summary>Carries the verdict out; false if the failure is to be escalated.</summary>
    internal bool HandleFailure(ActorCell context, ChildStats child, Exception cause)
    {
        var directive = Handle(child.Child, cause);
        LogFailure(context, child.Child, cause, directive);
        switch (directive)
        {
            case Directive.Resume:
                child.Child.SendSystemMessage(new Dispatch.SysMsg.Resume(cause));
                return true;
            case Directive.Restart:
                ProcessFailure(context, restart: true, child, cause);
                return true;
            case Directive.Stop:
                ProcessFailure(context, restart: false, child, cause);
                return true;
            default:
                return false;
        }
    }

    private protected abstract void ProcessFailure(ActorCell context, bool restart, ChildStats child, Exception cause);

    private protected static void RestartChild(ChildStats child, Exception cause, bool suspendFirst)
    {
        if (suspendFirst) child.Child.SendSystemMessage(new Dispatch.SysMsg.Suspend());
        child.Child.SendSystemMessage(new Dispatch.SysMsg.Recreate(cause));
    }
}
