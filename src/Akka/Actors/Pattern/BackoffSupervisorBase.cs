using Akka.Actor;

namespace Akka.Pattern;

/// <summary>What both backoff supervisors do: one child, messages passed through, a count of restarts.</summary>
public abstract class BackoffSupervisorBase : ActorBase
{
    private readonly BackoffPlan _plan;
    private bool _finalStop;

    private protected BackoffSupervisorBase(BackoffPlan plan) => _plan = plan;

    /// <summary>The child, or null while it waits to be started again.</summary>
    protected IActorRef? Child { get; set; }

    /// <summary>How often the child has been started again since the count was reset.</summary>
    protected int RestartCountN { get; set; }

    private protected BackoffPlan Plan => _plan;

    /// <summary>Whether the child was sent the message after which the supervisor ends with it.</summary>
    private protected bool FinalStopMessageReceived => _finalStop;

    /// <inheritdoc/>
    protected override void PreStart() => StartChild();

    /// <summary>Handles what every backoff supervisor does, and passes the rest to the child; always true.</summary>
    protected bool HandleBackoff(object message)
    {
        switch (message)
        {
            case BackoffSupervisor.StartChild:
                StartChild();
                if (_plan.ResetAfter is { } after) TellSelf(after, new BackoffSupervisor.ResetRestartCount(RestartCountN));
                break;
            case BackoffSupervisor.Reset when _plan.ResetAfter is null:
                RestartCountN = 0;
                break;
            case BackoffSupervisor.Reset:
                Unhandled(message);
                break;
            case BackoffSupervisor.ResetRestartCount counted:
                if (counted.Current == RestartCountN) RestartCountN = 0;
                break;
            case BackoffSupervisor.GetRestartCount:
                Sender.Tell(new BackoffSupervisor.RestartCount(RestartCountN));
                break;
            case BackoffSupervisor.GetCurrentChild:
                Sender.Tell(new BackoffSupervisor.CurrentChild(Child!));
                break;
            default:
                PassOn(message);
                break;
        }

        return true;
    }

    /// <summary>Starts the child again after the next delay, or ends the supervisor if there have been too many.</summary>
    private protected void StartAgainLater()
    {
        Child = null;
        TellSelf(_plan.Delay(RestartCountN), BackoffSupervisor.StartChild.Instance);
        RestartCountN++;
    }

    /// <summary>Whether one more restart is allowed.</summary>
    private protected bool MayStartAgain() =>
        _plan.Strategy.MaxNumberOfRetries < 0 || RestartCountN + 1 <= _plan.Strategy.MaxNumberOfRetries;

    private void StartChild() => Child ??= Context.Watch(Context.ActorOf(_plan.ChildProps, _plan.ChildName));

    private void PassOn(object message)
    {
        var final = _plan.IsFinalStopMessage?.Invoke(message) == true;
        if (Child is null)
        {
            if (_plan.ReplyWhileStopped is { } reply) Sender.Tell(reply);
            else Context.System.DeadLetters.Forward(message);
            if (final) Context.Stop(Self);
        }
        else if (Child.Equals(Sender))
        {
            // The child's messages to its parent come from its supervisor.
            Context.Parent.Tell(message);
        }
        else
        {
            Child.Forward(message);
            _finalStop |= final;
        }
    }

    private void TellSelf(TimeSpan delay, object message) =>
        Context.System.Scheduler.ScheduleTellOnce(delay, Self, message, Self);
}
