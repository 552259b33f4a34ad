using System.Text.Json;
using ActorMigrate.Control.Status;
using ActorMigrate.Host.Inspection;

namespace ActorMigrate.Host.Dashboard;

/// <summary>The process that serves a dashboard: its node, or null where it only looks, and whether the page may steer.</summary>
internal sealed record DashboardProcess(string? Node, bool AllowsControl);

/// <summary>Everything that the page shows, as it was seen last. Each reader has a cursor and takes what it does not have yet, so that a
/// slow reader skips what is out of date, and costs no more memory than its cursor. Safe to call from any thread.</summary>
internal sealed class DashboardState(DashboardProcess process, TimeProvider time)
{
    private const int MostNotices = 500;

    private readonly Lock _gate = new();
    private readonly TableVersions _tables = new();
    private readonly RateSeries _rates = new();
    private readonly Queue<DashboardNotice> _notices = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _noticed;
    private long _statusVersion;
    private byte[] _status = [];
    private WatchedStatus? _seen;
    private MovedSoFar _moved = MovedSoFar.Nothing;
    private Guid? _of;
    private bool _hasLooked;
    private long? _seenAt;
    private string? _problem;
    private DashboardEnd? _end;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The state of the migration at the last look, or null.</summary>
    public WatchedStatus? Seen
    {
        get
        {
            lock (_gate)
                return _seen;
        }
    }

    /// <summary>The time since the ledger was read for what was seen last; null before the first look.</summary>
    public TimeSpan? Age
    {
        get
        {
            lock (_gate)
                return _seenAt is { } at ? time.GetElapsedTime(at) : null;
        }
    }

    /// <summary>Why the target could not be read at the last look, or null.</summary>
    public string? Problem
    {
        get
        {
            lock (_gate)
                return _problem;
        }
    }

    /// <summary>Completes when the process has ended its work.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Completes when there is news.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
                return _changed.Task;
        }
    }

    /// <summary>Takes the status that was read last.</summary>
    public void Look(WatchedStatus? status)
    {
        lock (_gate)
        {
            // A ledger that is gone, as it is after success, leaves the tables and rates as they were seen last.
            if (status is { Migration.Id: var migration } && migration != _of)
            {
                _of = migration;
                _tables.Clear();
                _rates.Clear();
            }

            if (_problem is not null)
                Notice("info", "The target answers again.");
            foreach (var change in StatusChanges.Between(_seen?.Migration, status?.Migration, _hasLooked))
                Notice("info", change);
            _moved = MovedSoFar.Of(status);
            _rates.Look(status, _moved);
            (_seen, _problem, _hasLooked, _seenAt) = (status, null, true, time.GetTimestamp());
            Restate();
        }
    }

    /// <summary>Takes note that the target could not be read.</summary>
    public void Fail(string problem)
    {
        lock (_gate)
        {
            if (_problem is null)
                Notice("warning", problem);
            _problem = problem;
            Restate();
        }
    }

    /// <summary>Takes note of the tables.</summary>
    public void LookAt(IReadOnlyList<TableDetail> tables)
    {
        lock (_gate)
        {
            _tables.Look(tables);
            Tell();
        }
    }

    /// <summary>Takes note of the rates before the first look.</summary>
    public void Remember(IReadOnlyList<RatePoint> history)
    {
        lock (_gate)
        {
            _rates.Begin(history);
            Tell();
        }
    }

    /// <summary>Adds a line to the log.</summary>
    public void Add(string level, string message)
    {
        lock (_gate)
        {
            Notice(level, message);
            Tell();
        }
    }

    /// <summary>Tells readers how the process ended.</summary>
    public void End(DashboardEnd end)
    {
        lock (_gate)
        {
            _end = end;
            _ended.TrySetResult();
            Tell();
        }
    }

    /// <summary>Returns the events that a reader lacks, each with its name and its data, and moves its cursor behind them.</summary>
    public IReadOnlyList<(string Name, byte[] Data)> Take(DashboardCursor cursor)
    {
        lock (_gate)
        {
            var events = new List<(string, byte[])>();
            if (cursor.Status < _statusVersion)
                events.Add(("state", _status));
            cursor.Status = _statusVersion;
            events.AddRange(_tables.Take(cursor).Select(data => ("tables", data)));
            if (_rates.Take(cursor) is { } rates)
                events.Add(("rate", JsonSerializer.SerializeToUtf8Bytes(rates, DashboardJson.Default.RateBatch)));
            if (cursor.Notices < _noticed)
            {
                DashboardNotice[] lines = [.. _notices.TakeLast((int)Math.Min(_noticed - cursor.Notices, MostNotices))];
                events.Add(("log", JsonSerializer.SerializeToUtf8Bytes(new NoticeBatch(lines), DashboardJson.Default.NoticeBatch)));
            }

            cursor.Notices = _noticed;
            if (_end is not null && !cursor.HasEnd)
                events.Add(("end", JsonSerializer.SerializeToUtf8Bytes(_end, DashboardJson.Default.DashboardEnd)));
            cursor.HasEnd = _end is not null;
            return events;
        }
    }

    private void Notice(string level, string message)
    {
        _notices.Enqueue(new DashboardNotice(time.GetUtcNow(), level, message));
        _noticed++;
        if (_notices.Count > MostNotices)
            _notices.Dequeue();
    }

    private void Restate()
    {
        var document = new DashboardDocument(
            1, ToolVersion.Own, process.Node, process.AllowsControl, _problem, _seen?.Migration,
            _seen is null ? null : StatusView.WaitsFor(_seen.Migration), _moved.Rows, _moved.Bytes,
            _moved.UnderWay, _seen?.Totals.Unsuccessful ?? 0, _seen?.Troubles ?? []);
        _status = JsonSerializer.SerializeToUtf8Bytes(document, DashboardJson.Default.DashboardDocument);
        _statusVersion++;
        Tell();
    }

    private void Tell()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>The progress of one reader of the page.</summary>
internal sealed class DashboardCursor
{
    public long Status { get; set; }

    public long Tables { get; set; }

    public int TablesEpoch { get; set; } = -1;

    public int Points { get; set; }

    public int PointsEpoch { get; set; } = -1;

    public long Notices { get; set; }

    public bool HasEnd { get; set; }
}
