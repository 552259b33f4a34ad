using Akka.Actor;

namespace Akka.Pattern;

/// <summary>Options of supervisors that start their child again after a delay that grows with each failure.</summary>
public static class Backoff
{
    /// <summary>For a child that fails: what its supervisor would restart is stopped and made anew after the delay.
    /// A child that stops by itself ends the supervisor. After more than <paramref name="maxNrOfRetries"/> (negative: no limit) the supervisor stops.
    /// The delay doubles from <paramref name="minBackoff"/> up to <paramref name="maxBackoff"/>, plus a random part of it up to <paramref name="randomFactor"/>.</summary>
    public static BackoffOptions OnFailure(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries) =>
        new BackoffPlan(StartsAgainOnStop: false, childProps, childName, minBackoff, maxBackoff, randomFactor).WithMaxNrOfRetries(maxNrOfRetries);

    /// <summary>As <see cref="OnFailure"/>, for a child that stops, by itself or by its supervisor's strategy.</summary>
    public static BackoffOptions OnStop(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries) =>
        new BackoffPlan(StartsAgainOnStop: true, childProps, childName, minBackoff, maxBackoff, randomFactor).WithMaxNrOfRetries(maxNrOfRetries);
}

/// <summary>Options for <see cref="BackoffSupervisor.Props(BackoffOptions)"/>; each method returns changed ones.</summary>
public abstract record BackoffOptions
{
    private protected BackoffOptions()
    {
    }

    /// <summary>Forgets the failures so far when the child has lived for <paramref name="resetBackoff"/>; the default, with the least delay.</summary>
    public abstract BackoffOptions WithAutoReset(TimeSpan resetBackoff);

    /// <summary>Forgets the failures so far only when sent <see cref="BackoffSupervisor.Reset"/>.</summary>
    public abstract BackoffOptions WithManualReset();

    /// <summary>Deals with the child's failures so; its number of retries replaces the one given before.</summary>
    public abstract BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy);

    /// <summary>Stops the child whatever its failure is.</summary>
    public abstract BackoffOptions WithDefaultStoppingStrategy();

    /// <summary>Answers messages so while there is no child; without, they are dead letters.</summary>
    public abstract BackoffOptions WithReplyWhileStopped(object replyWhileStopped);

    /// <summary>Stops the supervisor after so many retries; negative is no limit.</summary>
    public abstract BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries);

    /// <summary>Ends the supervisor after such a message, when the child has ended.</summary>
    public abstract BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage);

    internal abstract Props Supervisor();
}

/// <summary>All that a backoff supervisor is told.</summary>
internal sealed record BackoffPlan(
    bool StartsAgainOnStop, Props ChildProps, string ChildName, TimeSpan MinBackoff, TimeSpan MaxBackoff, double RandomFactor) : BackoffOptions
{
    /// <summary>How long the child has to live for its failures to be forgotten; null if only by hand.</summary>
    internal TimeSpan? ResetAfter { get; private init; } = MinBackoff;

    internal OneForOneStrategy Strategy { get; private init; } = new(SupervisorStrategy.DefaultDecider);

    internal object? ReplyWhileStopped { get; private init; }

    internal Func<object, bool>? IsFinalStopMessage { get; private init; }

    public override BackoffOptions WithAutoReset(TimeSpan resetBackoff) => this with { ResetAfter = resetBackoff };

    public override BackoffOptions WithManualReset() => this with { ResetAfter = null };

    public override BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy) => this with { Strategy = supervisorStrategy };

    public override BackoffOptions WithDefaultStoppingStrategy() => this with
    {
        Strategy = new OneForOneStrategy(Strategy.MaxNumberOfRetries, null, SupervisorStrategy.StoppingStrategy.Decider),
    };

    public override BackoffOptions WithReplyWhileStopped(object replyWhileStopped) => this with { ReplyWhileStopped = replyWhileStopped };

    public override BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries) =>
        this with { Strategy = Strategy.WithMaxNrOfRetries(maxNrOfRetries) };

    public override BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage) =>
        this with { IsFinalStopMessage = isFinalStopMessage };

    internal override Props Supervisor()
    {
        if (MinBackoff <= TimeSpan.Zero) throw new ArgumentException("MinBackoff must be greater than 0");
        if (MaxBackoff < MinBackoff) throw new ArgumentException("MaxBackoff must be greater than MinBackoff");
        if (RandomFactor is < 0.0 or > 1.0) throw new ArgumentException("RandomFactor must be between 0.0 and 1.0");
        return Props.CreateBy(new BackoffProducer(this));
    }

    /// <summary>The delay before the next start, after so many failures before this one.</summary>
    internal TimeSpan Delay(int restarts)
    {
        var jitter = 1.0 + (Random.Shared.NextDouble() * RandomFactor);
        var ticks = Math.Min(MaxBackoff.Ticks, MinBackoff.Ticks * Math.Pow(2, restarts)) * jitter;
        return ticks >= TimeSpan.MaxValue.Ticks ? MaxBackoff : TimeSpan.FromTicks((long)ticks);
    }
}

/// <summary>Makes backoff supervisors.</summary>
internal sealed class BackoffProducer(BackoffPlan plan) : IIndirectActorProducer
{
    public Type ActorType => plan.StartsAgainOnStop ? typeof(BackoffSupervisor) : typeof(BackoffOnFailureSupervisor);

    public ActorBase Produce() => plan.StartsAgainOnStop ? new BackoffSupervisor(plan) : new BackoffOnFailureSupervisor(plan);

    public void Release(ActorBase actor)
    {
    }
}
