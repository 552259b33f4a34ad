using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator;
using ActorMigrate.Host.Progress;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Phases;
using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Nodes;

/// <summary>Shows the user the events that coordinator and node publish.</summary>
internal sealed class ProgressActor : ReceiveActor
{
    private readonly Dictionary<long, Running> running = [];
    private readonly Dictionary<int, Copying> copying = [];
    private readonly Dictionary<NodeId, RunNode> nodes = [];
    private readonly IProgressSink sink;
    private readonly RetryOptions retry;
    private readonly TimeProvider time;
    private (Phase Phase, long Since)? phase;

    /// <summary>Tells <paramref name="sink"/>; <paramref name="own"/> is the node of this process.</summary>
    public ProgressActor(IProgressSink sink, RunNode own, RetryOptions retry, TimeProvider time)
    {
        (this.sink, this.retry, this.time) = (sink, retry, time);
        nodes[own.Id] = own;
        Receive<CoordinatorEvent.LedgerReady>(ready => sink.Report(new ProgressEvent.RunStarted(ready.Id, ready.Source, ready.Target)));
        Receive<CoordinatorEvent.PhaseEntered>(entered => Enter(entered.Phase));
        Receive<CoordinatorEvent.TransfersPlanned>(Plan);
        Receive<CoordinatorEvent.NodesSeen>(seen => See(own.Id, seen.Nodes));
        Receive<CoordinatorEvent.Noticed>(noticed => sink.Report(new ProgressEvent.Noticed(LogLevel.Information, noticed.Message)));
        Receive<CoordinatorEvent.TakenOver>(_ => sink.Report(
            new ProgressEvent.Noticed(LogLevel.Information, "This node coordinates the migration from here on.") { IsTakeover = true }));
        Receive<CoordinatorEvent>(_ => { });
        Receive<TaskReport.Started>(Started);
        Receive<TaskReport.Progressed>(moved => sink.Report(new ProgressEvent.TaskMoved(moved.Attempt, moved.Rows, moved.Bytes)));
        Receive<TaskReport.StandsStill>(
            stands => sink.Report(new ProgressEvent.Noticed(LogLevel.Warning, Words(stands)) { IsStandstill = true }));
        Receive<TaskReport.Retrying>(Retrying);
        Receive<TaskReport.Completed>(Completed);
        Receive<TaskReport.Failed>(Failed);
        Receive<TaskReport.Released>(_ => { });
    }

    private sealed record Running(AttemptId Attempt, long Since);

    /// <summary>The progress of the copies of one table.</summary>
    private sealed class Copying(PlannedTable table)
    {
        public PlannedTable Table { get; } = table;

        public int Left { get; set; } = table.Copies;

        public long Rows { get; set; }

        public long Bytes { get; set; }

        public long? Since { get; set; }
    }

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(CoordinatorEvent));
        Context.System.EventStream.Subscribe(Self, typeof(TaskReport));
    }

    protected override void PostStop() => Leave(isDone: phase?.Phase == Phase.Summarize);

    /// <summary>Shows nodes that came and left; a node that the ledger shows no more has left. Nothing is told while nothing
    /// changes.</summary>
    private void See(NodeId own, IReadOnlyList<NodeSeen> others)
    {
        var before = nodes.Values.ToHashSet();
        foreach (var gone in nodes.Values.Where(node => node.Id != own).ToList())
            nodes[gone.Id] = gone with { HasLeft = true };
        foreach (var other in others)
            nodes[other.Id] = new RunNode(other.Id, other.Name, other.HasLeft);
        if (!before.SetEquals(nodes.Values))
            sink.Report(new ProgressEvent.NodesChanged([.. nodes.Values]));
    }

    private void Enter(Phase entered)
    {
        // A node that takes over goes on in the phase that it was in.
        if (phase?.Phase == entered)
            return;
        Leave(isDone: true);
        phase = (entered, time.GetTimestamp());
        sink.Report(new ProgressEvent.PhaseEntered(entered));
    }

    private void Leave(bool isDone)
    {
        if (phase is { } left)
            sink.Report(new ProgressEvent.PhaseLeft(left.Phase, time.GetElapsedTime(left.Since)) { IsDone = isDone });
        phase = null;
    }

    private void Plan(CoordinatorEvent.TransfersPlanned plan)
    {
        foreach (var table in plan.Tables)
            copying[table.Relation] = new Copying(table);
        var tables = plan.Tables.Where(table => table.Name != QualifiedName.LargeObjects).ToList();
        sink.Report(new ProgressEvent.Planned(
            tables.Count, plan.Tables.Sum(table => table.EstimatedRows), plan.Tables.Sum(table => table.EstimatedBytes))
        {
            TablesDone = tables.Count(table => table is { Copies: 0, CopiesDone: > 0 }),
            BytesDone = plan.Tables.Sum(table => table.EstimatedBytesDone),
        });
    }

    private void Started(TaskReport.Started started)
    {
        var task = started.Task;
        if (CopyingOf(task) is { } copies)
            copies.Since ??= time.GetTimestamp();
        running[task.Id] = new Running(started.Attempt, time.GetTimestamp());
        sink.Report(new ProgressEvent.TaskStarted(
            started.Attempt, task.Kind, task.Name, task.Lane == TaskLane.Copy, task.EstimatedRows, task.EstimatedBytes)
                { By = started.Node });
    }

    private void Retrying(TaskReport.Retrying retrying) => sink.Report(new ProgressEvent.TaskRetrying(
        retrying.Attempt, RetryPolicy.Backoff(retrying.Attempt.Attempt, retry), Words(retrying.Failure)));

    private void Completed(TaskReport.Completed completed)
    {
        if (CopyingOf(completed.Task) is { } copies)
        {
            // A node that has taken over has seen tasks begin before it knew the plan, and others not at all.
            copies.Since ??= running.GetValueOrDefault(completed.Task.Id)?.Since;
            copies.Rows += completed.Result.Rows;
            copies.Bytes += completed.Result.Bytes;
            if (--copies.Left == 0)
                FinishTable(copies, success: true);
        }

        if (running.Remove(completed.Task.Id, out var run))
            sink.Report(
                new ProgressEvent.TaskFinished(run.Attempt, completed.Result.Rows, completed.Result.Bytes, time.GetElapsedTime(run.Since)));
    }

    private void Failed(TaskReport.Failed failed)
    {
        if (CopyingOf(failed.Task) is { Left: > 0 } copies)
        {
            copies.Left = 0;
            FinishTable(copies, success: false);
        }

        if (running.Remove(failed.Task.Id, out var run))
            sink.Report(new ProgressEvent.TaskFailed(run.Attempt, Words(failed.Failure)));
    }

    private Copying? CopyingOf(TaskLabel task) =>
        task is { Lane: TaskLane.Copy, Relation: { } relation } ? copying.GetValueOrDefault(relation) : null;

    private void FinishTable(Copying copies, bool success) => sink.Report(new ProgressEvent.TableFinished(
        copies.Table.Name, copies.Rows, copies.Bytes, copies.Since is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero, success));

    private static string Words(TaskReport.StandsStill stands) =>
        $"{stands.Task.Kind} {stands.Task.Name} has stood still for {stands.Idle.TotalSeconds:F0} s: {stands.Words}.";

    private static string Words(Failure failure) => failure.SqlState is { } state ? $"{state} {failure.Message}" : failure.Message;
}
