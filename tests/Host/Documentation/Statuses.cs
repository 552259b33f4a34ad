using ActorMigrate.Control.Status;

namespace ActorMigrate.Host.Tests.Documentation;

/// <summary>A look at a migration with something in every field.</summary>
internal static class Statuses
{
    private static readonly DateTime Noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);

    private static DirectiveStatus Pause { get; } = new("pause", "a", 1, 1, 1, "b", Noon, Noon);

    /// <summary>The objects whose fields the documentation lists in one row.</summary>
    public static IReadOnlyList<string> Objects { get; } =
        ["migration.phases", "migration.tables", "migration.largeObjects", "migration.tasks", "migration.nodes", "migration.paused",
            "migration.directives", "migration.running", "migration.failures", "migration.sourceSide"];

    public static MigrationStatus Full { get; } = new()
    {
        Id = Guid.Empty,
        Tool = "1.0.0",
        Source = "here",
        Target = "there",
        StartedAt = Noon,
        At = Noon,
        Outcome = "Stopped",
        Phase = "TransferData",
        Term = 1,
        TargetTimeline = 1,
        MaxRate = 1,
        Phases = [new PhaseStatus("TransferData", 1, true)],
        Tables = new TableTotals(1, 1, 1, 1, 1, 1),
        LargeObjects = new LargeObjectTotals(1, 1),
        Tasks = new TaskTotals(1, 1, 1, 1, 1, 1),
        Nodes = [new NodeStatus("a", "b", 1, "living", true, 1, 1, 1, 1, true) { Member = "up", MemberSeconds = 1, MaxRate = 1 }],
        Paused = Pause,
        Directives = [Pause],
        Running = [new RunningStatus(1, 1, "copy-table", "t", "a", 1, 1, 1, "lock: relation", [1], "before")],
        Failures = [new FailureStatus("index", "i", 1, "53100", "full", "free space", ["index i", "index j"], ["trigger t"])],
        SnapshotHolders = 1,
        SnapshotSeconds = 1,
        SourceSide = new SourceStatus(1, 1, 1),
    };
}
