using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Transfer.Stalls;
using Akka.Actor;

namespace ActorMigrate.Transfer.Actors;

/*  One claimed task on one node. Its life, from the supervisor's (re)start:

        Beginning ──begun──▶ Running ──succeeded──▶ tells its entity, stops
            │                   │
            │ not ours any      │ failed, stalled
            │ more: stops       ▼
            │               Recording ──recorded──▶ throws AttemptFailedException:
            ▼                                        Restart after a backoff, Stop, or Escalate
         (stopped)

    The ledger is authoritative: an attempt exists when it is begun there, and its failure is written there before the supervisor
    hears of it. The work itself runs detached; every answer carries its attempt, and one of another attempt is dropped. */

/// <summary>Carries one claimed task through its attempts. Its runner does the task's own work.</summary>
internal abstract class TransferActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource stop = new();
    private ClaimedTask task;
    private readonly TaskWork work;
    private readonly IActorRef entity;
    private MovedMeter? meter;
    private AttemptId current;
    private int tried;
    private StallWatch? stall;
    private long seenBytes;
    private volatile Exception? stalled;

    protected TransferActor(ClaimedTask task, TaskWork work, IActorRef entity)
    {
        (this.task, this.work, this.entity) = (task, work, entity);
        Receive<Begun>(Run);
        Receive<NotOurs>(_ => End(new TaskEnd.Fenced()));
        Receive<BeginFailed>(NotBegun);
        Receive<Succeeded>(Finish, succeeded => succeeded.Attempt == current);
        Receive<Failed>(Record, failed => failed.Attempt == current);
        Receive<Watch>(_ => WatchBytes());
        Receive<Looked>(Note, looked => looked.Attempt == current);
        Receive<Answer>(_ => { });
    }

    private abstract record Answer;

    private sealed record Begun(BegunAttempt Attempt) : Answer;

    private sealed record NotOurs : Answer;

    private sealed record BeginFailed(Failure Failure) : Answer;

    private sealed record Succeeded(AttemptId Attempt, TaskResult Result) : Answer;

    private sealed record Failed(AttemptId Attempt, Exception Cause) : Answer;

    private sealed record Recorded(AttemptId Attempt, Failure Failure, RetryDecision Decision, FailedTask Task) : Answer;

    private sealed record Looked(AttemptId Attempt, Standstill? Seen) : Answer;

    private sealed record Watch;

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() =>
        work.Attempts.BeginAsync(task.Id, stop.Token).PipeTo(
            Self,
            success: begun => begun is null ? new NotOurs() : new Begun(begun),
            failure: error => new BeginFailed(work.Classify(error)));

    protected override void PostStop() => _ = stop.CancelAsync();

    private void Run(Begun begun)
    {
        task = task with { Payload = begun.Attempt.Payload };
        current = begun.Attempt.Id;
        tried = begun.Attempt.Tried;
        meter = new MovedMeter(begun.Attempt.Rows, begun.Attempt.Bytes);
        seenBytes = meter.Bytes;
        stall = new StallWatch(task.Lane == TaskLane.Copy, work.Options.StallTimeout, work.Time);
        Timers.StartPeriodicTimer(nameof(Watch), new Watch(), WatchEvery);
        Publish(new TaskReport.Started(work.Node, task.Label, current));
        var attempt = current;
        Task.Run(() => RunAsync(begun.Attempt, meter)).PipeTo(
            Self,
            success: result => new Succeeded(attempt, result),
            failure: error => new Failed(attempt, error));
    }

    private Task<TaskResult> RunAsync(BegunAttempt attempt, MovedMeter moved) => work.Span.RunAsync(
        task.Label, attempt.Id.Attempt, () => RunOrStallAsync(attempt, moved), result => (result.Rows, result.Bytes), work.Classify);

    /// <summary>Runs the work. Work that was cancelled because it stalled has failed by that.</summary>
    private async Task<TaskResult> RunOrStallAsync(BegunAttempt attempt, MovedMeter moved)
    {
        try
        {
            return await work.RunnerOf(task).RunAsync(task, attempt, moved, stop.Token);
        }
        catch (Exception) when (stalled is not null)
        {
            throw stalled;
        }
    }

    private void NotBegun(BeginFailed failed)
    {
        var decision = Decide(failed.Failure, 0);
        if (decision != RetryDecision.Retry)
            entity.Tell(new TaskEnd.Broke(failed.Failure));
        throw new AttemptFailedException(current, failed.Failure, decision);
    }

    private void Finish(Succeeded succeeded)
    {
        Publish(new TaskReport.Completed(work.Node, task.Label, succeeded.Result));
        End(new TaskEnd.Settled());
    }

    private void Record(Failed failed)
    {
        if (failed.Cause is FencedException)
        {
            End(new TaskEnd.Fenced());
            return;
        }

        Timers.Cancel(nameof(Watch));
        Become(Recording);
        var failure = work.Classify(failed.Cause);
        var decision = Decide(failure, tried);
        var attempt = current;
        work.Attempts.FailAsync(attempt, failure, decision, work.Retry, CancellationToken.None).PipeTo(
            Self,
            success: became => new Recorded(attempt, failure, decision, became),
            failure: error => new Recorded(attempt, work.Classify(error), RetryDecision.Retry, FailedTask.AsDecided));
    }

    /// <summary>Drops later results of the attempt, such as the end of work that was cancelled because it stalled.</summary>
    private void Recording()
    {
        Receive<Recorded>(Judge, recorded => recorded.Attempt == current);
        Receive<Watch>(_ => { });
        Receive<Answer>(_ => { });
    }

    private void Judge(Recorded recorded)
    {
        if (recorded.Task == FailedTask.LeftToOthers)
            Publish(new TaskReport.Retrying(work.Node, task.Label, current, recorded.Failure));
        if (recorded.Task != FailedTask.AsDecided)
        {
            End(new TaskEnd.Fenced());
            return;
        }

        switch (recorded.Decision)
        {
            case RetryDecision.Retry:
                Publish(new TaskReport.Retrying(work.Node, task.Label, current, recorded.Failure));
                break;
            case RetryDecision.GiveUp:
                Publish(new TaskReport.Failed(work.Node, task.Label, recorded.Failure));
                entity.Tell(new TaskEnd.Settled());
                break;
            default:
                entity.Tell(new TaskEnd.Broke(recorded.Failure));
                break;
        }

        throw new AttemptFailedException(current, recorded.Failure, recorded.Decision);
    }

    private void WatchBytes()
    {
        if (meter is null || stall is null)
            return;
        if (meter.Bytes != seenBytes)
        {
            seenBytes = meter.Bytes;
            stall.Moved();
            Publish(new TaskReport.Progressed(work.Node, task.Label, current, meter.Rows, meter.Bytes));
        }
        else if (stall.IsStalled)
        {
            // Sent before the work is cancelled, whose end would otherwise count as the cause.
            stalled = Stalled.After(stall.Idle, task.Lane == TaskLane.Copy, stall.Words);
            Self.Tell(new Failed(current, stalled));
            _ = stop.CancelAsync();
        }
        else if (stall.TryLook())
        {
            Look(current, meter.Backends);
        }
    }

    private void Look(AttemptId attempt, IReadOnlyDictionary<Side, int> backends) =>
        Task.Run(() => work.Look(new Dictionary<Side, int>(backends), stop.Token))
            .PipeTo(Self, success: seen => new Looked(attempt, seen), failure: _ => new Looked(attempt, null));

    private void Note(Looked looked)
    {
        if (stall!.Looked(looked.Seen))
            Publish(new TaskReport.StandsStill(work.Node, task.Label, current, stall.Idle, stall.Words!));
    }

    private RetryDecision Decide(Failure failure, int attempt) => RetryPolicy.Decide(failure, attempt, work.Retry);

    private void Publish(TaskReport report) => work.Report(report);

    private void End(TaskEnd end)
    {
        entity.Tell(end);
        Context.Stop(Self);
    }
}

/// <summary>Moves a whole table.</summary>
internal sealed class TableTransferActor(ClaimedTask task, TaskWork work, IActorRef entity) : TransferActor(task, work, entity);

/// <summary>Moves one partition of a table.</summary>
internal sealed class PartitionTransferActor(ClaimedTask task, TaskWork work, IActorRef entity) : TransferActor(task, work, entity);

/// <summary>Moves a batch of large objects.</summary>
internal sealed class LargeObjectTransferActor(ClaimedTask task, TaskWork work, IActorRef entity) : TransferActor(task, work, entity);

/// <summary>Runs the statements of one object, or counts one table.</summary>
internal sealed class StatementActor(ClaimedTask task, TaskWork work, IActorRef entity) : TransferActor(task, work, entity);
