using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Transfer.Stalls;

namespace ActorMigrate.Transfer.Actors;

/// <summary>The services and options that a transfer actor uses; the same for every task of a node but for the span.</summary>
public sealed record TaskWork
{
    /// <summary>The node that works.</summary>
    public required NodeId Node { get; init; }

    /// <summary>Reports on a task to the observers of this process and of the coordinator's.</summary>
    public required Action<TaskReport> Report { get; init; }

    /// <summary>Begins and ends attempts.</summary>
    public required AttemptLedger Attempts { get; init; }

    /// <summary>Does the work of a claimed task.</summary>
    public required Func<ClaimedTask, ITaskRunner> RunnerOf { get; init; }

    /// <summary>Does the work of a lot of the lane.</summary>
    public required Func<TaskLane, ILotRunner> LotRunnerOf { get; init; }

    /// <summary>Turns an error into a failure with a class.</summary>
    public required Func<Exception, Failure> Classify { get; init; }

    /// <summary>Asks the servers why an attempt stands still.</summary>
    public LookAtBackends Look { get; init; } = (_, _) => Task.FromResult(new Standstill(false, ""));

    /// <summary>The node's slots, its offers, and when an attempt counts as stalled.</summary>
    public required NodeOptions Options { get; init; }

    /// <summary>The options by which failed attempts are tried again.</summary>
    public required RetryOptions Retry { get; init; }

    /// <summary>The span of the task.</summary>
    public TaskSpan Span { get; init; } = TaskSpan.None;

    /// <summary>Local time, for stalls only.</summary>
    public required TimeProvider Time { get; init; }
}

/// <summary>Tells a task's supervisor what was decided on a failed attempt, which the ledger knows already.</summary>
public sealed class AttemptFailedException(AttemptId attempt, Failure failure, RetryDecision decision)
    : Exception($"Attempt {attempt} failed: {failure.Message}")
{
    /// <summary>The decision on the failed attempt.</summary>
    public RetryDecision Decision { get; } = decision;
}
