using ActorMigrate.Migration;

namespace ActorMigrate.Host.Progress;

/// <summary>The state of a run at a moment, gathered from its events: phases, running tasks, the share that is copied, the rate and the
/// time left. Times are since the view's start. Used by one thread.</summary>
internal sealed class ProgressBoard
{
    private static readonly TimeSpan _rateWindow = TimeSpan.FromSeconds(10);

    private readonly Dictionary<AttemptId, RunningTask> _running = [];
    private readonly Dictionary<long, WaitingTask> _waiting = [];
    private readonly List<PhaseSpan> _phases = [];
    private readonly NodeShares _shares = new();
    private readonly Queue<(TimeSpan At, long Bytes)> _samples = new();
    private double _estimatedBytesBefore;
    private double _estimatedBytesDone;
    private TimeSpan? _firstCopyAt;
    private long _bytesCommitted;
    private long _rowsCommitted;

    /// <summary>The phases that were entered, in order; the last may still be going on.</summary>
    public IReadOnlyList<PhaseSpan> Phases => _phases;

    /// <summary>The step that goes on before the first phase, and when it began; null in a phase.</summary>
    public (string Words, TimeSpan EnteredAt)? Step { get; private set; }

    /// <summary>The tasks that were done since the last phase was entered.</summary>
    public int DoneInPhase { get; private set; }

    /// <summary>The tasks that are running, the largest first.</summary>
    public IReadOnlyList<RunningTask> Running =>
        [.. _running.Values.OrderByDescending(task => task.EstimatedBytes).ThenBy(task => task.Attempt.Task)];

    /// <summary>The tasks that wait to be tried again.</summary>
    public IReadOnlyCollection<WaitingTask> Waiting => _waiting.Values;

    /// <summary>The shares of the nodes; none where one node does everything.</summary>
    public IReadOnlyList<NodeShare> Nodes => _shares.Of(_running.Values);

    public int TablesPlanned { get; private set; }

    public int TablesDone { get; private set; }

    public int TablesFailed { get; private set; }

    public long BytesPlanned { get; private set; }

    /// <summary>Bytes of COPY data so far, committed or on their way.</summary>
    public long BytesMoved => _bytesCommitted + _running.Values.Sum(task => task.Bytes);

    public long RowsMoved => _rowsCommitted + _running.Values.Sum(task => task.Rows);

    /// <summary>The share of the copying that is done, 0 to 1, by the plan's estimates; null without a plan.</summary>
    public double? Share => BytesPlanned > 0
        ? Math.Clamp((_estimatedBytesBefore + _estimatedBytesDone + EstimatedBytesRunning) / BytesPlanned, 0, 1)
        : null;

    private double EstimatedBytesRunning => _running.Values.Sum(task => task.EstimatedBytes * task.Share);

    /// <summary>Bytes per second over the last seconds.</summary>
    public double BytesPerSecond => _samples.Count > 1 && _samples.Last().At > _samples.Peek().At
        ? Math.Max(0, (_samples.Last().Bytes - _samples.Peek().Bytes) / (_samples.Last().At - _samples.Peek().At).TotalSeconds)
        : 0;

    /// <summary>Returns how long the copying will still take if it goes on as it went so far; null when there is too little to go
    /// by. Copies that were done before this process's first one say nothing about its pace.</summary>
    public TimeSpan? TimeLeft(TimeSpan now) =>
        _firstCopyAt is { } start && Share is < 1 and var share && now - start > TimeSpan.FromSeconds(1)
            && share - (_estimatedBytesBefore / BytesPlanned) is > 0.01 and var gained
        ? (now - start) * ((1 - share) / gained)
        : null;

    /// <summary>Takes note of an event.</summary>
    public void Apply(ProgressEvent happened, TimeSpan now)
    {
        switch (happened)
        {
            case ProgressEvent.StepEntered step:
                Step = (step.Words, now);
                break;
            case ProgressEvent.PhaseEntered entered:
                Step = null;
                EndPhase(now, null);
                _phases.Add(new PhaseSpan(entered.Phase, now, null));
                DoneInPhase = 0;
                break;
            case ProgressEvent.PhaseLeft left when _phases.Count > 0 && _phases[^1].Phase == left.Phase:
                EndPhase(now, left.Elapsed, left.IsDone);
                break;
            case ProgressEvent.Planned plan:
                (TablesPlanned, BytesPlanned) = (plan.Tables, plan.Bytes);
                TablesDone = Math.Max(TablesDone, plan.TablesDone);
                _estimatedBytesBefore = Math.Max(0, plan.BytesDone - _estimatedBytesDone);
                break;
            case ProgressEvent.TableFinished table:
                TablesDone += table.Success ? 1 : 0;
                TablesFailed += table.Success ? 0 : 1;
                break;
            case ProgressEvent.NodesChanged nodes:
                _shares.See(nodes.Nodes);
                break;
            default:
                ApplyToTask(happened, now);
                break;
        }
    }

    private void ApplyToTask(ProgressEvent happened, TimeSpan now)
    {
        switch (happened)
        {
            case ProgressEvent.TaskStarted started:
                _waiting.Remove(started.Attempt.Task);
                // A node that died has not said that its attempt is over.
                foreach (var earlier in _running.Keys.Where(running => running.Task == started.Attempt.Task).ToList())
                    _running.Remove(earlier);
                _running[started.Attempt] = new RunningTask(started, now);
                if (started.CopiesRows)
                    _firstCopyAt ??= now;
                break;
            case ProgressEvent.TaskMoved moved:
                _running.GetValueOrDefault(moved.Attempt)?.Move(moved.Rows, moved.Bytes);
                break;
            case ProgressEvent.TaskFinished finished:
                Commit(finished);
                break;
            case ProgressEvent.TaskRetrying retrying:
                if (_running.Remove(retrying.Attempt, out var broken))
                    _waiting[retrying.Attempt.Task] = new WaitingTask(broken.Name, now + retrying.Delay, retrying.Error);
                break;
            case ProgressEvent.TaskFailed failed:
                _running.Remove(failed.Attempt);
                _waiting.Remove(failed.Attempt.Task);
                break;
        }
    }

    /// <summary>Returns the name of the task of a running attempt; its number when it is not known.</summary>
    public string NameOf(AttemptId attempt) => _running.GetValueOrDefault(attempt)?.Name ?? $"task {attempt.Task}";

    /// <summary>Notes how much has moved by now, for <see cref="BytesPerSecond"/>.</summary>
    public void Sample(TimeSpan now)
    {
        _samples.Enqueue((now, BytesMoved));
        while (_samples.Count > 2 && now - _samples.Peek().At > _rateWindow)
            _samples.Dequeue();
    }

    private void Commit(ProgressEvent.TaskFinished finished)
    {
        DoneInPhase++;
        if (_running.Remove(finished.Attempt, out var task))
        {
            _estimatedBytesDone += task.EstimatedBytes;
            if (task.By is { } node)
                _shares.Commit(node, finished.Rows, finished.Bytes);
        }

        _bytesCommitted += finished.Bytes;
        _rowsCommitted += finished.Rows;
    }

    private void EndPhase(TimeSpan now, TimeSpan? elapsed, bool isDone = true)
    {
        if (_phases.Count > 0 && _phases[^1] is { Elapsed: null } last)
            _phases[^1] = last with { Elapsed = elapsed ?? now - last.EnteredAt, IsDone = isDone };
    }
}
