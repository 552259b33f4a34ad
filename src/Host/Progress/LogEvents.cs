using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Progress;

/// <summary>The events of a log, each with a number and a name that do not change: docs/operations.md lists them.</summary>
internal static class LogEvents
{
    /// <summary>The run began.</summary>
    public static readonly EventId RunStarted = new(1001, "run-started");

    /// <summary>A step before the first phase began.</summary>
    public static readonly EventId StepEntered = new(1002, "step-entered");

    /// <summary>A phase began.</summary>
    public static readonly EventId PhaseEntered = new(1101, "phase-entered");

    /// <summary>A phase ended.</summary>
    public static readonly EventId PhaseLeft = new(1102, "phase-left");

    /// <summary>The copies are planned.</summary>
    public static readonly EventId Planned = new(1103, "planned");

    /// <summary>An attempt at a task began.</summary>
    public static readonly EventId TaskStarted = new(1201, "task-started");

    /// <summary>An attempt failed, and the task is tried again.</summary>
    public static readonly EventId TaskRetrying = new(1202, "task-retrying");

    /// <summary>A task is done.</summary>
    public static readonly EventId TaskFinished = new(1203, "task-finished");

    /// <summary>A task failed for good.</summary>
    public static readonly EventId TaskFailed = new(1204, "task-failed");

    /// <summary>All data of a table is in, or its copy failed for good.</summary>
    public static readonly EventId TableFinished = new(1205, "table-finished");

    /// <summary>A task makes no progress.</summary>
    public static readonly EventId Standstill = new(1206, "standstill");

    /// <summary>A node joined or left.</summary>
    public static readonly EventId NodesChanged = new(1301, "nodes-changed");

    /// <summary>A worker has taken the coordination over.</summary>
    public static readonly EventId Takeover = new(1302, "takeover");

    /// <summary>A notice for people.</summary>
    public static readonly EventId Notice = new(1401, "notice");

    /// <summary>A log message of a component, such as the cluster.</summary>
    public static readonly EventId Component = new(1402, "log");

    /// <summary>The run ended.</summary>
    public static readonly EventId RunEnded = new(1901, "ended");

    /// <summary>Returns the event that <paramref name="happened"/> is logged as, or null where it is not: it happens too often.</summary>
    public static EventId? Of(ProgressEvent happened) => happened switch
    {
        ProgressEvent.RunStarted => RunStarted,
        ProgressEvent.StepEntered => StepEntered,
        ProgressEvent.PhaseEntered => PhaseEntered,
        ProgressEvent.PhaseLeft => PhaseLeft,
        ProgressEvent.Planned => Planned,
        ProgressEvent.TaskStarted => TaskStarted,
        ProgressEvent.TaskRetrying => TaskRetrying,
        ProgressEvent.TaskFinished => TaskFinished,
        ProgressEvent.TaskFailed => TaskFailed,
        ProgressEvent.TableFinished => TableFinished,
        ProgressEvent.NodesChanged => NodesChanged,
        ProgressEvent.Noticed { IsStandstill: true } => Standstill,
        ProgressEvent.Noticed { IsTakeover: true } => Takeover,
        ProgressEvent.Noticed { Origin: not null } => Component,
        ProgressEvent.Noticed => Notice,
        _ => null,
    };

    /// <summary>Returns how serious it is. Single tasks are for those who debug: a migration may have 100,000 of them.</summary>
    public static LogLevel LevelOf(ProgressEvent happened) => happened switch
    {
        ProgressEvent.Noticed noticed => noticed.Level,
        ProgressEvent.TaskRetrying => LogLevel.Warning,
        ProgressEvent.TaskFailed or ProgressEvent.TableFinished { Success: false } => LogLevel.Error,
        ProgressEvent.TaskStarted or ProgressEvent.TaskFinished => LogLevel.Debug,
        _ => LogLevel.Information,
    };
}
