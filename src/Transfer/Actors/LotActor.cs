using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Transfer.Stalls;
using Akka.Actor;

namespace ActorMigrate.Transfer.Actors;

/*  One claimed lot on one node: quick tasks that are done in one transaction.

        Running ──succeeded──▶ tells its entity, stops
           │
           └── failed, or no task got done for some time ──▶ Returning ──answered──▶ tells its entity, stops

    A lot is tried once. What breaks it is granted alone afterwards, with all that a single task has: attempts, a watch for what holds it
    up, a failure of its own; the others are granted as a lot again. Where nothing tells which task it was, all are granted alone. The
    ledger is authoritative: a lot that could not be given back is taken back by the coordinator, since the node does not name it.       */

/// <summary>Carries out one lot.</summary>
internal sealed class LotActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stop = new();
    private readonly IReadOnlyList<ClaimedTask> tasks;
    private readonly TaskWork work;
    private readonly IActorRef entity;
    private readonly MovedMeter meter = new(0, 0);
    private IReadOnlyList<AttemptId> attempts = [];
    private (long Rows, long Bytes) seen;
    private long movedAt;

    public LotActor(IReadOnlyList<ClaimedTask> tasks, TaskWork work, IActorRef entity)
    {
        (this.tasks, this.work, this.entity) = (tasks, work, entity);
        Receive<Begun>(OnBegun);
        Receive<Succeeded>(Finish);
        Receive<Failed>(failed => Return(failed.Cause));
        Receive<Watch>(_ => WatchProgress());
        Receive<Returned>(_ => End(new TaskEnd.Fenced()));
    }

    private sealed record Begun(IReadOnlyList<BegunAttempt> Attempts);

    private sealed record Succeeded(IReadOnlyList<(ClaimedTask Task, TaskResult Result)> Done);

    private sealed record Failed(Exception Cause);

    private sealed record Returned;

    private sealed record Watch;

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        movedAt = work.Time.GetTimestamp();
        Timers.StartPeriodicTimer(nameof(Watch), new Watch(), WatchEvery);
        var self = Self;
        Task.Run(() => RunAsync(self)).PipeTo(Self, success: done => new Succeeded(done), failure: error => new Failed(error));
    }

    protected override void PostStop() => _ = stop.CancelAsync();

    private Task<IReadOnlyList<(ClaimedTask Task, TaskResult Result)>> RunAsync(IActorRef self) => work.Span.RunAsync(
        tasks[0].Label, 1,
        () => work.LotRunnerOf(tasks[0].Lane).RunAsync(tasks, begun => self.Tell(new Begun(begun)), meter, stop.Token),
        done => (done.Sum(one => one.Result.Rows), done.Sum(one => one.Result.Bytes)), work.Classify);

    private void OnBegun(Begun begun)
    {
        attempts = [.. begun.Attempts.Select(attempt => attempt.Id)];
        var labels = tasks.ToDictionary(task => task.Id, task => task.Label);
        foreach (var attempt in attempts)
            work.Report(new TaskReport.Started(work.Node, labels[attempt.Task], attempt));
        if (seen != default)
            TellProgress();
    }

    private void Finish(Succeeded succeeded)
    {
        foreach (var (task, result) in succeeded.Done)
            work.Report(new TaskReport.Completed(work.Node, task.Label, result));
        var rest = tasks.ExceptBy(succeeded.Done.Select(done => done.Task.Id), task => task.Id);
        foreach (var task in rest)
            work.Report(new TaskReport.Released(work.Node, task.Label));
        End(new TaskEnd.Settled());
    }

    private void Return(Exception cause)
    {
        Timers.CancelAll();
        if (cause is FencedException || attempts.Count == 0)
        {
            End(new TaskEnd.Fenced());
            return;
        }

        // A fault of one task stays with that task. Any other fault, such as a deadlock or a full lock table, comes of the lot itself.
        var failure = work.Classify(cause is BrokenLotException { InnerException: { } inner } ? inner : cause);
        var broken = cause is BrokenLotException { Task: var one } && failure.Class == FailureClass.Permanent
            ? [one]
            : tasks.Select(task => task.Id);
        work.Attempts.ReturnLotAsync(attempts, broken, failure, CancellationToken.None).PipeTo(
            Self, success: () => new Returned(), failure: _ => new Returned());
    }

    private void WatchProgress()
    {
        if (seen != (meter.Rows, meter.Bytes))
        {
            seen = (meter.Rows, meter.Bytes);
            movedAt = work.Time.GetTimestamp();
            TellProgress();
        }
        else if (work.Time.GetElapsedTime(movedAt) > Timeouts.Lot)
        {
            // Sent before the work is cancelled, whose end would otherwise count as the cause.
            Self.Tell(new Failed(Stalled.After(Timeouts.Lot, copies: false, why: null)));
            _ = stop.CancelAsync();
        }
    }

    /// <summary>Tells what the lot has copied so far, as of its first task: what each has copied is known when all are done.</summary>
    private void TellProgress()
    {
        if (tasks[0].Lane == TaskLane.Copy && attempts.Count > 0)
            work.Report(new TaskReport.Progressed(work.Node, tasks[0].Label, attempts[0], seen.Rows, seen.Bytes));
    }

    private void End(TaskEnd end)
    {
        entity.Tell(end);
        Context.Stop(Self);
    }
}
