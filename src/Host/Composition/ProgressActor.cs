using ActorMigrate.Control;
using ActorMigrate.Coordinator.Actors;
using ActorMigrate.Host.Progress;
using ActorMigrate.Migration;
using ActorMigrate.Transfer;
using Akka.Actor;

namespace ActorMigrate.Host.Composition;

/// <summary>Tells the one who watches what coordinator and node publish.</summary>
internal sealed class ProgressActor : ReceiveActor
{
    private readonly Dictionary<long, Running> running = [];
    private readonly IProgressSink sink;
    private readonly RetryOptions retry;
    private readonly TimeProvider time;
    private (Phase Phase, long Since)? phase;

    public ProgressActor(IProgressSink sink, RetryOptions retry, TimeProvider time)
    {
        (this.sink, this.retry, this.time) = (sink, retry, time);
        Receive<CoordinatorEvent.LedgerReady>(ready => sink.Report(new ProgressEvent.RunStarted(ready.Id, ready.Source, ready.Target)));
        Receive<CoordinatorEvent.PhaseEntered>(entered => Enter(entered.Phase));
        Receive<CoordinatorEvent.TransfersPlanned>(plan => sink.Report(new ProgressEvent.Planned(plan.Tables, plan.Rows, plan.Bytes)));
        Receive<CoordinatorEvent>(_ => { });
        Receive<NodeEvent.Started>(Started);
        Receive<NodeEvent.Progressed>(moved => sink.Report(new ProgressEvent.TaskMoved(moved.Attempt, moved.Rows, moved.Bytes)));
        Receive<NodeEvent.Retrying>(Retrying);
        Receive<NodeEvent.Completed>(Completed);
        Receive<NodeEvent.Failed>(Failed);
    }

    private sealed record Running(AttemptId Attempt, long Since);

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(CoordinatorEvent));
        Context.System.EventStream.Subscribe(Self, typeof(NodeEvent));
    }

    protected override void PostStop() => Leave();

    private void Enter(Phase entered)
    {
        Leave();
        phase = (entered, time.GetTimestamp());
        sink.Report(new ProgressEvent.PhaseEntered(entered));
    }

    private void Leave()
    {
        if (phase is { } left)
            sink.Report(new ProgressEvent.PhaseLeft(left.Phase, time.GetElapsedTime(left.Since)));
        phase = null;
    }

    private void Started(NodeEvent.Started started)
    {
        var task = started.Task;
        running[task.Id] = new Running(started.Attempt, time.GetTimestamp());
        sink.Report(new ProgressEvent.TaskStarted(
            started.Attempt, task.Kind, task.Name, task.Lane == TaskLane.Copy, task.EstimatedRows, task.EstimatedBytes));
    }

    private void Retrying(NodeEvent.Retrying retrying)
    {
        var delay = TimeSpan.FromSeconds(Math.Min(
            retry.MaxBackoff.TotalSeconds, retry.MinBackoff.TotalSeconds * Math.Pow(2, retrying.Attempt.Attempt - 1)));
        sink.Report(new ProgressEvent.TaskRetrying(retrying.Attempt, delay, Words(retrying.Failure)));
    }

    private void Completed(NodeEvent.Completed completed)
    {
        if (running.Remove(completed.Task.Id, out var run))
            sink.Report(new ProgressEvent.TaskFinished(run.Attempt, completed.Result.Rows, completed.Result.Bytes, time.GetElapsedTime(run.Since)));
    }

    private void Failed(NodeEvent.Failed failed)
    {
        if (running.Remove(failed.Task.Id, out var run))
            sink.Report(new ProgressEvent.TaskFailed(run.Attempt, Words(failed.Failure)));
    }

    private static string Words(Failure failure) => failure.SqlState is { } state ? $"{state} {failure.Message}" : failure.Message;
}
