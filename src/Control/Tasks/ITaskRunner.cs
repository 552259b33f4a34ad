using ActorMigrate.Migration;

namespace ActorMigrate.Control.Tasks;

/// <summary>Does the work of one kind of task. The work ends by completing the attempt in the transaction that holds the work,
/// through <see cref="AttemptLedger.CommitAsync"/> or <see cref="AttemptLedger.CompleteAsync"/>; errors are thrown as they come and
/// classified by the caller.</summary>
public interface ITaskRunner
{
    /// <summary>Runs one attempt. <paramref name="moved"/> counts rows and bytes as they are written.</summary>
    Task<TaskResult> RunAsync(ClaimedTask task, BegunAttempt attempt, IMoved moved, CancellationToken cancellationToken);
}
