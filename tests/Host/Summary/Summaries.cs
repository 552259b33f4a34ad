using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Tests.Summary;

/// <summary>Summaries as a runner would return them.</summary>
internal static class Summaries
{
    public static TableSummary Table(
        string name, long rows = 1000, long bytes = 50_000, string? error = null, bool? validated = true) => new()
    {
        Source = new QualifiedName("public", name),
        Target = new QualifiedName("public", name),
        Rows = rows,
        Bytes = bytes,
        Seconds = 2,
        Partitions = 1,
        Attempts = 1,
        Success = error is null,
        Validated = error is null ? validated : null,
        SourceRows = rows,
        TargetRows = validated == false ? rows - 1 : rows,
        Error = error,
    };

    public static MigrationSummary Of(Outcome outcome, params TableSummary[] tables) => new()
    {
        Id = new MigrationId(Guid.Parse("11111111-2222-3333-4444-555555555555")),
        Outcome = outcome,
        Message = outcome == Outcome.Succeeded ? "Everything was migrated and validated." : "Some tables failed.",
        NextStep = outcome == Outcome.Succeeded ? null : "Look at the errors above.",
        Source = "a:5432/shop (15.8)",
        Target = "b:5432/shop (18.4)",
        StartedAt = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero),
        Seconds = 10,
        Phases = [new PhaseSummary(Phase.ExtractSourceSchema, 0.5), new PhaseSummary(Phase.TransferData, 8.25)],
        Tables = tables,
        NotMigrated = [],
        Findings = [],
    };

    /// <summary>One of everything.</summary>
    public static MigrationSummary Mixed() => Of(
        Outcome.FinishedWithFailures, Table("posts", 1_234_567, 98_000_000), Table("votes", error: "23505: duplicate key"),
        Table("users", validated: false)) with
    {
        NotMigrated = [new NotMigrated("view", "public.top_posts", "views are not carried over yet")],
        Findings = [new Finding("public.votes", "its foreign key is violated by 3 rows", "23503", "Correct the rows and add the key.")],
        Timeline = Timeline(),
    };

    /// <summary>The timeline of a run on two nodes, one of which died: a copy was lost and a key failed.</summary>
    public static RunTimeline Timeline() => new()
    {
        StartedAt = new DateTimeOffset(2026, 11, 22, 11, 0, 0, TimeSpan.Zero),
        Seconds = 12,
        Nodes = [new TimelineNode(1, "db7", "a", false, true, 0, 4, 2), new TimelineNode(2, "db8", "b", true, false, 1, null, 2)],
        NodesOmitted = 3,
        Attempts =
        [
            new TimelineAttempt(1, 1, "copy-table", "public.posts", "copy", 1, 0.5, 4, "lost", 0, 0, null, null),
            new TimelineAttempt(1, 2, "copy-table", "public.posts", "copy", 2, 5, 9, "done", 1_234_567, 98_000_000, null, null),
            new TimelineAttempt(2, 1, "foreign-key", "public.votes", "finish", 2, 9, 9.5, "failed", 0, 0, "23503", "the key is violated"),
        ],
        AttemptsOmitted = 7,
        SampleSeconds = 6,
        Samples = [new ThroughputSample(234_567, 18_000_000), new ThroughputSample(1_000_000, 80_000_000)],
        Activity = [new LaneActivity(1, "copy", [3.5, 0]), new LaneActivity(2, "copy", [1, 3]), new LaneActivity(2, "finish", [0, 0.5])],
    };
}
