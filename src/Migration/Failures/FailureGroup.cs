namespace ActorMigrate.Migration.Failures;

/// <summary>Tasks that one cause hit, by their numbers, and what was not begun because of them.</summary>
public sealed record FailureGroup(IReadOnlyList<UnsettledTask> Hit, IReadOnlyList<UnsettledTask> Skipped);
