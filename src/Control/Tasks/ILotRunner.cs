using ActorMigrate.Migration;

namespace ActorMigrate.Control.Tasks;

/// <summary>Does the work of a lot of quick tasks of one lane in one transaction. The work ends by completing all of them and
/// committing, through <see cref="AttemptLedger.CommitLotAsync"/>; nothing of a lot that fails is committed.</summary>
public interface ILotRunner
{
    /// <summary>Begins an attempt at each of <paramref name="tasks"/>, tells <paramref name="begun"/> which those are, and does them.
    /// Throws <see cref="BrokenLotException"/> where one of them failed.</summary>
    Task<IReadOnlyList<(ClaimedTask Task, TaskResult Result)>> RunAsync(
        IReadOnlyList<ClaimedTask> tasks, Action<IReadOnlyList<BegunAttempt>> begun, IMoved moved, CancellationToken cancellationToken);
}
