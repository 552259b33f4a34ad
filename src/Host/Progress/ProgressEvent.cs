using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Progress;

/// <summary>A node of a run, by its name.</summary>
public sealed record RunNode(NodeId Id, string Name, bool HasLeft);

/// <summary>A log message in its parts: the name of its logger, that of its event where it has one, its words, and the exception.</summary>
public sealed record LogOrigin(string Logger, string? Event, string Words, string? Exception);

/// <summary>Something that happened in a run, as far as a person who waits for it cares. The closed set of cases is nested here.</summary>
public abstract record ProgressEvent
{
    private ProgressEvent()
    {
    }

    /// <summary>The run began. Source and target are <c>host:port/database (version)</c>, never with a password.</summary>
    public sealed record RunStarted(MigrationId Id, string Source, string Target) : ProgressEvent;

    /// <summary>A step before the first phase began, such as a look at the recorded migration; the step before it has ended.</summary>
    public sealed record StepEntered(string Words) : ProgressEvent;

    /// <summary>A phase began; the one before has ended.</summary>
    public sealed record PhaseEntered(Phase Phase) : ProgressEvent;

    /// <summary>A phase ended.</summary>
    public sealed record PhaseLeft(Phase Phase, TimeSpan Elapsed) : ProgressEvent
    {
        /// <summary>False where the run ended within the phase: it was refused, stopped or broke.</summary>
        public bool IsDone { get; init; } = true;
    }

    /// <summary>The size of all copies: tables, and their estimated rows and bytes. The event may
    /// come again when estimates change.</summary>
    public sealed record Planned(int Tables, long Rows, long Bytes) : ProgressEvent
    {
        /// <summary>Tables that are copied already, by a former run or under another coordinator.</summary>
        public int TablesDone { get; init; }

        /// <summary>The bytes of the copies that are done already, as estimated.</summary>
        public long BytesDone { get; init; }
    }

    /// <summary>An attempt at a task began. The estimates count only where it copies rows.</summary>
    public sealed record TaskStarted(
        AttemptId Attempt, string Kind, string Name, bool CopiesRows, long EstimatedRows, long EstimatedBytes) : ProgressEvent
    {
        /// <summary>The node that works on it, or null where only one takes part.</summary>
        public NodeId? By { get; init; }
    }

    /// <summary>The rows and bytes that an attempt has moved in all, not yet committed. The event is
    /// cheap enough to be sent many times a second.</summary>
    public sealed record TaskMoved(AttemptId Attempt, long Rows, long Bytes) : ProgressEvent;

    /// <summary>An attempt failed and the task is tried again after <paramref name="Delay"/>.</summary>
    public sealed record TaskRetrying(AttemptId Attempt, TimeSpan Delay, string Error) : ProgressEvent;

    /// <summary>An attempt committed.</summary>
    public sealed record TaskFinished(AttemptId Attempt, long Rows, long Bytes, TimeSpan Elapsed) : ProgressEvent;

    /// <summary>A task failed for good.</summary>
    public sealed record TaskFailed(AttemptId Attempt, string Error) : ProgressEvent;

    /// <summary>All data of a table is in, or its copy failed for good.</summary>
    public sealed record TableFinished(QualifiedName Table, long Rows, long Bytes, TimeSpan Elapsed, bool Success) : ProgressEvent
    {
        /// <summary>The table was only compared.</summary>
        public bool IsCompared { get; init; }
    }

    /// <summary>The nodes that take part or did, this process's own first; the event comes when one joins or leaves.</summary>
    public sealed record NodesChanged(IReadOnlyList<RunNode> Nodes) : ProgressEvent;

    /// <summary>A message for the person who watches, such as a log line.</summary>
    public sealed record Noticed(LogLevel Level, string Message) : ProgressEvent
    {
        /// <summary>The log message that it tells, or null where it is a notice.</summary>
        public LogOrigin? Origin { get; init; }

        /// <summary>This process, which worked until now, coordinates the migration from here on.</summary>
        public bool IsTakeover { get; init; }

        /// <summary>A task makes no progress, and the message says what it waits for.</summary>
        public bool IsStandstill { get; init; }
    }
}
