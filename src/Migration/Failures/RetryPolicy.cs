using ActorMigrate.Migration.Options;

namespace ActorMigrate.Migration.Failures;

/// <summary>The decision on a task whose attempt failed: again here, on another node, or not any more.</summary>
public enum RetryDecision
{
    /// <summary>Another attempt after the backoff.</summary>
    Retry,

    /// <summary>The task is failed; everything else goes on.</summary>
    GiveUp,

    /// <summary>The run stops; the task stays to be resumed.</summary>
    Escalate,
}

/// <summary>Decides on failed attempts by the class of their failure and their number. Pure.</summary>
public static class RetryPolicy
{
    /// <summary>Decides on attempt number <paramref name="attempt"/>, counted from 1.</summary>
    public static RetryDecision Decide(Failure failure, int attempt, RetryOptions options)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentNullException.ThrowIfNull(options);
        return failure.Class switch
        {
            FailureClass.Fatal => RetryDecision.Escalate,
            FailureClass.Transient when attempt < options.MaxAttempts => RetryDecision.Retry,
            _ => RetryDecision.GiveUp,
        };
    }

    /// <summary>Returns the wait after attempt number <paramref name="attempt"/>, counted from 1, without jitter: it doubles, up to the
    /// longest.</summary>
    public static TimeSpan Backoff(int attempt, RetryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var doubled = options.MinBackoff.TotalSeconds * Math.Pow(2, Math.Max(0, attempt - 1));
        return TimeSpan.FromSeconds(Math.Min(options.MaxBackoff.TotalSeconds, doubled));
    }
}
