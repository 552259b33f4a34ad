using ActorMigrate.Cluster;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration.Failures;
using Akka.Actor;
using Akka.Pattern;

namespace ActorMigrate.Transfer.Actors;

/// <summary>Wraps a transfer actor in a supervisor that restarts it with exponential backoff and jitter. How often a task is tried,
/// <see cref="RetryPolicy"/> decides.</summary>
internal static class TaskSupervision
{
    /// <summary>More restarts than attempts: an attempt that cannot even begin, because the target is away, costs a restart, too.</summary>
    private const int RestartsPerAttempt = 3;

    public static Props Of(ClaimedTask task, TaskWork work, IActorRef entity)
    {
        var retry = work.Retry;
        var options = Backoff.OnFailure(
                ActorOf(task, work, entity), "attempt", retry.MinBackoff, retry.MaxBackoff, retry.Jitter,
                retry.MaxAttempts * RestartsPerAttempt)
            .WithSupervisorStrategy(new OneForOneStrategy(retry.MaxAttempts * RestartsPerAttempt, null, Decide));
        return BackoffSupervisor.Props(options);
    }

    private static Props ActorOf(ClaimedTask task, TaskWork work, IActorRef entity) => task.Kind switch
    {
        TaskKinds.CopyTable or TaskKinds.CopyConfiguration => ActorProps.Of(() => new TableTransferActor(task, work, entity)),
        TaskKinds.CopyPartition => ActorProps.Of(() => new PartitionTransferActor(task, work, entity)),
        TaskKinds.CopyLargeObjects => ActorProps.Of(() => new LargeObjectTransferActor(task, work, entity)),
        _ => ActorProps.Of(() => new StatementActor(task, work, entity)),
    };

    private static Directive Decide(Exception failure) => failure is AttemptFailedException attempt
        ? attempt.Decision switch
        {
            RetryDecision.Retry => Directive.Restart,
            RetryDecision.GiveUp => Directive.Stop,
            _ => Directive.Escalate,
        }
        : Directive.Escalate;
}
