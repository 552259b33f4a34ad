using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Host.Progress;

/// <summary>A phase that was entered; <paramref name="Elapsed"/> is null while it goes on.</summary>
internal sealed record PhaseSpan(Phase Phase, TimeSpan EnteredAt, TimeSpan? Elapsed, bool IsDone = true);

/// <summary>A task that failed and is tried again at <paramref name="Until"/>.</summary>
internal sealed record WaitingTask(string Name, TimeSpan Until, string Error);

/// <summary>A task that is running, with what its attempt has moved.</summary>
internal sealed class RunningTask(ProgressEvent.TaskStarted started, TimeSpan startedAt)
{
    public AttemptId Attempt => started.Attempt;

    /// <summary>The node that works on it, or null where that is not known.</summary>
    public NodeId? By => started.By;

    public string Kind => started.Kind;

    public string Name => started.Name;

    public bool CopiesRows => started.CopiesRows;

    /// <summary>Tells whether it may be one of many in a lot, as far as its copy's size says. In a distant target, larger ones may,
    /// too.</summary>
    public bool IsQuick => EstimatedBytes <= LotPolicy.NearBytes;

    public long EstimatedRows => started.EstimatedRows;

    public long EstimatedBytes => started.CopiesRows ? started.EstimatedBytes : 0;

    public TimeSpan StartedAt => startedAt;

    public long Rows { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>The share that is done, 0 to 1: by rows, or by bytes where no rows were estimated.</summary>
    public double Share => EstimatedRows > 0 ? Math.Min(1, (double)Rows / EstimatedRows)
        : EstimatedBytes > 0 ? Math.Min(1, (double)Bytes / EstimatedBytes)
        : 0;

    public void Move(long rows, long bytes) => (Rows, Bytes) = (rows, bytes);

    public double BytesPerSecond(TimeSpan now) => now > startedAt ? Bytes / (now - startedAt).TotalSeconds : 0;

    /// <summary>Returns how long it will still take if it goes on as so far; null when there is too little to go by.</summary>
    public TimeSpan? TimeLeft(TimeSpan now) => Share is > 0.01 and < 1 and var share ? (now - startedAt) * ((1 - share) / share) : null;
}
