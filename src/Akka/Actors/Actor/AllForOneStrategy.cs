using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>Restarts or stops all children when one of them fails.</summary>
public class AllForOneStrategy : SupervisorStrategy, IEquatable<AllForOneStrategy>
{
    /// <summary>Decides by <paramref name="decider"/>, restarts without limit.</summary>
    public AllForOneStrategy(IDecider decider)
        : this(-1, -1, decider)
    {
    }

    /// <summary>Decides by <paramref name="localOnlyDecider"/>, restarts without limit.</summary>
    public AllForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : this(-1, -1, localOnlyDecider)
    {
    }

    /// <summary>Stops after <paramref name="maxNrOfRetries"/> restarts within <paramref name="withinTimeRange"/>; null or negative is no limit.</summary>
    public AllForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, IDecider decider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), decider)
    {
    }

    /// <summary>Stops after <paramref name="maxNrOfRetries"/> restarts within <paramref name="withinTimeRange"/>; null or negative is no limit.</summary>
    public AllForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), localOnlyDecider)
    {
    }

    /// <summary>Stops after <paramref name="maxNrOfRetries"/> restarts within <paramref name="withinTimeMilliseconds"/>; negative is no limit.</summary>
    public AllForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(maxNrOfRetries, withinTimeMilliseconds, Actor.Decider.From(localOnlyDecider), loggingEnabled)
    {
    }

    /// <summary>Stops after <paramref name="maxNrOfRetries"/> restarts within <paramref name="withinTimeMilliseconds"/>; negative is no limit.</summary>
    public AllForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool loggingEnabled = true)
    {
        MaxNumberOfRetries = maxNrOfRetries;
        WithinTimeRangeMilliseconds = withinTimeMilliseconds;
        Decider = decider;
        LoggingEnabled = loggingEnabled;
    }

    /// <inheritdoc/>
    public override IDecider Decider { get; }

    /// <summary>How many restarts within the time range are allowed; negative is no limit.</summary>
    public int MaxNumberOfRetries { get; }

    /// <summary>The time range in milliseconds; not positive is for ever.</summary>
    public int WithinTimeRangeMilliseconds { get; }

    /// <inheritdoc/>
    public bool Equals(AllForOneStrategy? other) =>
        other is not null && MaxNumberOfRetries == other.MaxNumberOfRetries
        && WithinTimeRangeMilliseconds == other.WithinTimeRangeMilliseconds && Equals(Decider, other.Decider);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AllForOneStrategy);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MaxNumberOfRetries, WithinTimeRangeMilliseconds);

    /// <inheritdoc/>
    protected override Directive Handle(IActorRef child, Exception exception) => Decider.Decide(exception);

    private protected override void ProcessFailure(ActorCell context, bool restart, ChildStats child, Exception cause)
    {
        var all = context.ChildStats();
        var allowed = restart && all.All(
            each => each.RequestRestart(MaxNumberOfRetries, WithinTimeRangeMilliseconds, context.SystemImpl.Time));
        foreach (var each in all)
        {
            if (allowed) RestartChild(each, cause, suspendFirst: !ReferenceEquals(each, child));
            else context.Stop(each.Child);
        }
    }

    private static int Milliseconds(TimeSpan? range) => range is { } span ? (int)Math.Min(span.TotalMilliseconds, int.MaxValue) : -1;
}
