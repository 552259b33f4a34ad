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

    /// <summary>The bytes a second that all nodes together may copy: as set last, else as given at the start; null for no limit.</summary>
    public long? MaxRate { get; init; }

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
