using System.Globalization;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Summary;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Demo;

/// <summary>Kills one worker of the demonstration while it copies, and reports what happens to its tasks. The run's events come from any
/// thread. <paramref name="killed"/> is called once, after the worker was killed.</summary>
internal sealed class WorkerKill(IReadOnlyList<DemoWorker> workers, TimeProvider time, Action killed)
{
    /// <summary>So much of the copying is done before.</summary>
    private const double Share = 0.02;

    private const int TasksTold = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<AttemptId, ProgressEvent.TaskStarted> _running = [];
    private readonly Dictionary<AttemptId, long> _moved = [];
    private readonly Dictionary<NodeId, int> _committed = [];
    private readonly List<Lost> _lost = [];
    private IReadOnlyList<RunNode> _nodes = [];
    private long _bytesCommitted;
    private long _bytesPlanned;
    private DemoWorker? _victim;
    private NodeId _victimNode;
    private long _killedAt;

    /// <summary>A task that the killed worker ran, and what became of it.</summary>
    private sealed class Lost(ProgressEvent.TaskStarted started)
    {
        public ProgressEvent.TaskStarted Started => started;

        /// <summary>The worker had committed it in the moment in which it was killed.</summary>
        public bool WasCommitted { get; set; }

        public (NodeId Node, TimeSpan After)? Again { get; set; }
    }

    /// <summary>Returns a sink that listens on the way to <paramref name="sink"/>.</summary>
    public IProgressSink Watch(IProgressSink sink) => new ListeningSink(sink, happened => Hear(happened, sink));

    /// <summary>Tells in lines what was done and what followed, after the run.</summary>
    public IReadOnlyList<string> Tell(MigrationSummary summary)
    {
        lock (_lock)
        {
            return _victim is null
                ? ["No worker was killed: none was in the middle of a copy before the copying was over. Choose a larger --scale."]
                : [.. Story(_victim), .. Exactness(summary)];
        }
    }

    private IEnumerable<string> Story(DemoWorker victim)
    {
        var before = _committed.GetValueOrDefault(_victimNode);
        yield return $"The worker {victim.Name} (process {victim.Id}) was killed with SIGKILL while it ran "
            + $"{Amounts.Count(_lost.Count, "task")}."
            + (before == 0 ? "" : $" What it had committed before stayed: {Amounts.Count(before, "task")}.");
        foreach (var lost in _lost.Take(TasksTold))
            yield return $"  {lost.Started.Kind} {lost.Started.Name}: {Fate(lost)}";
        if (_lost.Count > TasksTold)
            yield return $"  … and {_lost.Count - TasksTold} more";
    }

    private string Fate(Lost lost) => lost switch
    {
        { Again: var (node, after) } => string.Create(
            CultureInfo.InvariantCulture,
            $"rolled back by the server, taken back, and run again by {NameOf(node)}, {after.TotalSeconds:0.0} s after the kill"),
        { WasCommitted: true } => "had committed in that moment, so there was nothing to do again",
        _ => "not seen to run again before the migration ended",
    };

    private static IEnumerable<string> Exactness(MigrationSummary summary)
    {
        var tables = summary.Tables.Where(table => !table.AreLargeObjects).ToList();
        yield return summary.Outcome == Outcome.Succeeded && tables.TrueForAll(table => table.Validated == true)
            ? $"The copy is exact: all {tables.Count} tables were compared afterwards, {tables.Count(table => table.Checksummed)} of "
                + "them by checksums of all values."
            : $"The migration ended as told above: {summary.Outcome}.";
    }

    private string NameOf(NodeId node) => _nodes.FirstOrDefault(one => one.Id == node)?.Name ?? "another node";

    private void Hear(ProgressEvent happened, IProgressSink sink)
    {
        lock (_lock)
        {
            Note(happened);
            if (_victim is null && happened is ProgressEvent.TaskMoved { Bytes: > 0 } moved && WorkerInTheMiddle(moved) is { } found)
                Kill(found, sink);
        }
    }

    private void Note(ProgressEvent happened)
    {
        switch (happened)
        {
            case ProgressEvent.NodesChanged changed:
                _nodes = changed.Nodes;
                break;
            case ProgressEvent.Planned planned:
                _bytesPlanned = planned.Bytes;
                break;
            case ProgressEvent.TaskStarted started:
                _running[started.Attempt] = started;
                NoteAgain(started);
                break;
            case ProgressEvent.TaskMoved moved:
                _moved[moved.Attempt] = moved.Bytes;
                break;
            case ProgressEvent.TaskFinished finished:
                NoteFinished(finished);
                break;
            case ProgressEvent.TaskRetrying retrying:
                _running.Remove(retrying.Attempt);
                break;
        }
    }

    private void NoteAgain(ProgressEvent.TaskStarted started)
    {
        var lost = _lost.Find(one => one.Started.Attempt.Task == started.Attempt.Task && one.Started.Attempt != started.Attempt);
        if (lost is { Again: null } && started.By is { } node)
            lost.Again = (node, time.GetElapsedTime(_killedAt));
    }

    private void NoteFinished(ProgressEvent.TaskFinished finished)
    {
        _moved.Remove(finished.Attempt);
        _bytesCommitted += finished.Bytes;
        if (!_running.Remove(finished.Attempt, out var started) || started.By is not { } node)
            return;
        _committed[node] = _committed.GetValueOrDefault(node) + 1;
        if (_lost.Find(one => one.Started.Attempt == finished.Attempt) is { } lost)
            lost.WasCommitted = true;
    }

    /// <summary>Returns the worker whose copy has just moved, when that is in the middle of the copying.</summary>
    private (DemoWorker Worker, NodeId Node)? WorkerInTheMiddle(ProgressEvent.TaskMoved moved)
    {
        if (_bytesCommitted + _moved.Values.Sum() < Share * _bytesPlanned || !_running.TryGetValue(moved.Attempt, out var task)
            || task is not { CopiesRows: true, By: { } node })
            return null;
        return workers.FirstOrDefault(worker => worker.Name == NameOf(node)) is { } found ? (found, node) : null;
    }

    private void Kill((DemoWorker Worker, NodeId Node) found, IProgressSink sink)
    {
        (_victim, _victimNode) = found;
        _lost.AddRange(_running.Values.Where(task => task.By == _victimNode).Select(task => new Lost(task)));
        _victim.Kill();
        _killedAt = time.GetTimestamp();
        sink.Report(new ProgressEvent.Noticed(
            LogLevel.Warning,
            $"The worker {_victim.Name} (process {_victim.Id}) was killed now, by SIGKILL, while it ran "
                + $"{Amounts.Count(_lost.Count, "task")}. The others notice its silence and take them back."));
        killed();
    }
}
