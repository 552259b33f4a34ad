using ActorMigrate.Migration;

namespace ActorMigrate.Host.Tests.Summary;

/// <summary>Summaries as a runner would return them.</summary>
internal static class Summaries
{
    public static TableSummary Table(string name, long rows = 1000, long bytes = 50_000, string? error = null, bool? validated = true) => new()
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
        Outcome.FinishedWithFailures, Table("posts", 1_234_567, 98_000_000), Table("votes", error: "23505: duplicate key"), Table("users", validated: false)) with
    {
        NotMigrated = [new NotMigrated("view", "public.top_posts", "views are not carried over yet")],
        Findings = [new Finding("public.votes", "its foreign key is violated by 3 rows", "23503", "Correct the rows and add the key.")],
    };
}
