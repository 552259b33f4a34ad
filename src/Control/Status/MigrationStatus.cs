using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Control.Status;

/// <summary>The state of a migration as the target's ledger and its server's views show it at one moment of the target's clock.</summary>
public sealed record MigrationStatus
{
    /// <summary>The migration.</summary>
    public required Guid Id { get; init; }

    /// <summary>The version of ActorMigrate that began it.</summary>
    public required string Tool { get; init; }

    /// <summary>The source and the target, for people; never with a password.</summary>
    public required string Source { get; init; }

    /// <inheritdoc cref="Source"/>
    public required string Target { get; init; }

    /// <summary>The time at which it began, UTC.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>The moment of this look, UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>The outcome, or null.</summary>
    public string? Outcome { get; init; }

    /// <summary>The phase that was entered last.</summary>
    public required string Phase { get; init; }

    /// <summary>The coordinator's term: how often the coordination was taken over, plus one.</summary>
    public required long Term { get; init; }

    /// <summary>The target's timeline, which goes up when a standby of it is promoted; null where it could not be asked.</summary>
    public int? TargetTimeline { get; init; }

    /// <summary>The phases entered so far.</summary>
    public IReadOnlyList<PhaseStatus> Phases { get; init; } = [];

    /// <summary>The in-scope tables.</summary>
    public required TableTotals Tables { get; init; }

    /// <summary>The large objects in all, and those that are copied.</summary>
    public LargeObjectTotals LargeObjects { get; init; } = new(0, 0);

    /// <summary>The tasks.</summary>
    public required TaskTotals Tasks { get; init; }

    /// <summary>The nodes that take part, and those that did.</summary>
    public IReadOnlyList<NodeStatus> Nodes { get; init; } = [];

    /// <summary>The directive that keeps the migration paused, or null.</summary>
    public DirectiveStatus? Paused { get; init; }

    /// <summary>The latest directives that people gave, the last one last.</summary>
    public IReadOnlyList<DirectiveStatus> Directives { get; init; } = [];

    /// <summary>The tasks that are running.</summary>
    public IReadOnlyList<RunningStatus> Running { get; init; } = [];

    /// <summary>The first causes of tasks that failed and are not retried.</summary>
    public IReadOnlyList<FailureStatus> Failures { get; init; } = [];

    /// <summary>The number of sessions that hold the snapshot by the ledger.</summary>
    public required long SnapshotHolders { get; init; }

    /// <summary>Seconds since the snapshot was exported; null when nobody holds it.</summary>
    public double? SnapshotSeconds { get; init; }

    /// <summary>The source's sessions that hold the snapshot; null unless the source was looked at.</summary>
    public SourceStatus? SourceSide { get; init; }
}

/// <summary>One phase, and its seconds so far.</summary>
public sealed record PhaseStatus(string Name, double Seconds, bool Current);

/// <summary>The tables in all; bytes and rows are what was committed.</summary>
public sealed record TableTotals(long Total, long Copied, long Failed, long Rows, long Bytes, long EstimatedBytes);

/// <summary>The large objects, which are no table.</summary>
public sealed record LargeObjectTotals(long Total, long Copied);

/// <summary>The number of tasks in each state.</summary>
public sealed record TaskTotals(long Blocked, long Ready, long Running, long Done, long Failed, long Skipped);

/// <summary>One node. Its state is living, silent (no heartbeat for longer than its lease) or left. <paramref name="Drained"/>: it takes no
/// task any more.</summary>
public sealed record NodeStatus(
    string Name, string Host, int Pid, string State, bool Coordinator, double HeartbeatSeconds, long Running, int CopySlots,
    int IndexSlots, bool Drained)
{
    /// <summary>The coordinator's last view of the node in the cluster: joining, up, leaving, unreachable,
    /// down or absent; null before it looked.</summary>
    public string? Member { get; init; }

    /// <summary>Seconds since the coordinator has seen it so; null before it looked.</summary>
    public double? MemberSeconds { get; init; }
}

/// <summary>One directive: pause, continue, stop, drain or set; the node that it names, and what it sets, with a rate of 0 for no limit;
/// the database role that gave it, when, and when a coordinator acted on it.</summary>
public sealed record DirectiveStatus(
    string Verb, string? Node, int? CopySlots, int? IndexSlots, long? MaxRate, string By, DateTime At, DateTime? TakenAt)
{
    /// <summary>Returns the status of a directive of the ledger.</summary>
    public static DirectiveStatus Of(Migration.Directing.RunDirective given)
    {
        ArgumentNullException.ThrowIfNull(given);
        var what = given.What;
        return new DirectiveStatus(
            DirectiveLedger.NameOf(what.Verb), what.Node, what.CopySlots, what.IndexSlots, what.MaxRate, given.By, given.At, given.TakenAt);
    }
}

/// <summary>One attempt that is under way. <paramref name="BlockedBy"/> are backends of the target that hold a lock it waits for.</summary>
public sealed record RunningStatus(
    long Task, int Attempt, string Kind, string Name, string? Node, double Seconds, long Rows, long Bytes, string? WaitsFor,
    IReadOnlyList<int> BlockedBy, string? LastError);

/// <summary>One cause of failures: the first task that it hit, all <paramref name="Objects"/> that it
/// hit, and what was skipped because of it.</summary>
public sealed record FailureStatus(
    string Kind, string Name, int Attempts, string? SqlState, string? Error, string? Remedy, IReadOnlyList<string> Objects,
    IReadOnlyList<string> Skipped)
{
    /// <summary>Returns a group of failures with one cause.</summary>
    public static FailureStatus Of(FailureGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        var first = group.Hit[0];
        return new FailureStatus(
            first.Kind, first.Name, first.Attempts, first.SqlState, first.Error, first.Remedy, [.. group.Hit.Select(task => task.Object)],
            [.. group.Skipped.Select(task => task.Object)]);
    }
}

/// <summary>The sessions that hold the snapshot in the source, and how far they keep it from vacuuming.</summary>
public sealed record SourceStatus(long Sessions, long? XminAge, double? Seconds);
