using Akka.Actor;

namespace Akka.Pattern;

/// <summary>Supervises a child that is started again after a growing delay when it has failed. A restart would follow at once,
/// so the child is stopped in its place, and made anew later.</summary>
internal sealed class BackoffOnFailureSupervisor(BackoffPlan plan) : BackoffSupervisorBase(plan)
{
    /// <summary>The child that failed and is stopping.</summary>
    private IActorRef? _failed;

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        Plan.Strategy.MaxNumberOfRetries, Plan.Strategy.WithinTimeRangeMilliseconds, StopInPlaceOfRestart);

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Terminated ended when ended.ActorRef.Equals(_failed):
                _failed = null;
                StartAgainLater();
                return true;
            case Terminated ended when ended.ActorRef.Equals(Child):
                Context.Stop(Self);
                return true;
            case BackoffSupervisor.StartChild when _failed is not null:
                return true;
            default:
                return HandleBackoff(message);
        }
    }

    private Directive StopInPlaceOfRestart(Exception cause)
    {
        var directive = Plan.Strategy.Decider.Decide(cause);
        if (directive != Directive.Restart) return directive;
        if (MayStartAgain()) _failed = Sender;
        else Context.Stop(Self);
        return Directive.Stop;
    }
}
