using Akka.Actor;
using Akka.Event;

namespace Akka.Pattern;

/// <summary>Supervises a child that is started again after a growing delay when it has stopped; see <see cref="Backoff"/>.</summary>
public sealed class BackoffSupervisor : BackoffSupervisorBase
{
    internal BackoffSupervisor(BackoffPlan plan)
        : base(plan)
    {
    }

    /// <summary>A supervisor with these options.</summary>
    public static Props Props(BackoffOptions options) => options.Supervisor();

    /// <summary>As <see cref="Backoff.OnStop"/>, without a limit.</summary>
    public static Props Props(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor) =>
        Props(childProps, childName, minBackoff, maxBackoff, randomFactor, -1);

    /// <summary>As <see cref="Backoff.OnStop"/>.</summary>
    public static Props Props(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries) =>
        Props(Backoff.OnStop(childProps, childName, minBackoff, maxBackoff, randomFactor, maxNrOfRetries));

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        if (message is not Terminated ended || !ended.ActorRef.Equals(Child)) return HandleBackoff(message);
        if (!FinalStopMessageReceived && MayStartAgain()) StartAgainLater();
        else Context.Stop(Self);
        return true;
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => Plan.Strategy.WithMaxNrOfRetries(-1);

    /// <summary>Asks for <see cref="CurrentChild"/>.</summary>
    public sealed class GetCurrentChild
    {
        /// <summary>The one instance.</summary>
        public static readonly GetCurrentChild Instance = new();

        private GetCurrentChild()
        {
        }
    }

    /// <summary>The child, or null while it waits to be started again.</summary>
    public sealed class CurrentChild
    {
        /// <summary>Names the child.</summary>
        public CurrentChild(IActorRef @ref) => Ref = @ref;

        /// <summary>The child, or null.</summary>
        public IActorRef Ref { get; }
    }

    /// <summary>Forgets the failures so far, if the supervisor leaves that to others.</summary>
    public sealed class Reset
    {
        /// <summary>The one instance.</summary>
        public static readonly Reset Instance = new();

        private Reset()
        {
        }
    }

    /// <summary>Asks for <see cref="RestartCount"/>.</summary>
    public sealed class GetRestartCount
    {
        /// <summary>The one instance.</summary>
        public static readonly GetRestartCount Instance = new();

        private GetRestartCount()
        {
        }
    }

    /// <summary>How often the child has been started again since the count was reset.</summary>
    public sealed class RestartCount
    {
        /// <summary>Says how often.</summary>
        public RestartCount(int count) => Count = count;

        /// <summary>How often.</summary>
        public int Count { get; }
    }

    /// <summary>The delay is over.</summary>
    public sealed class StartChild : IDeadLetterSuppression
    {
        /// <summary>The one instance.</summary>
        public static readonly StartChild Instance = new();

        private StartChild()
        {
        }
    }

    /// <summary>The child may have lived long enough.</summary>
    public sealed class ResetRestartCount : IDeadLetterSuppression
    {
        /// <summary>If there have been no more restarts since than these.</summary>
        public ResetRestartCount(int current) => Current = current;

        /// <summary>The count when the child was started.</summary>
        public int Current { get; }
    }
}
