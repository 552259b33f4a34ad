using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Control.Plan;

/// <summary>The plan that is written when a migration is recorded: everything but the copies, which may be there, too.</summary>
public sealed record PlanDraft(
    IReadOnlyCollection<RelationDraft> Relations,
    IReadOnlyCollection<TaskDraft> Tasks,
    IReadOnlyCollection<NotMigrated> NotMigrated,
    IReadOnlyCollection<Finding> Findings)
{
    /// <summary>The copies are among the tasks, and the needs tell who waits for which.</summary>
    public bool HasCopies { get; init; }
}
