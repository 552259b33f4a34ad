using ActorMigrate.Migration;

namespace ActorMigrate.Control.Plan;

/// <summary>One in-scope table as the ledger knows it.</summary>
public sealed record RelationDraft(
    int Id,
    QualifiedName Source,
    QualifiedName Target,
    long EstimatedRows,
    long EstimatedBytes,
    bool Binary,
    string FormatReason)
{
    /// <summary>The input for planning its copies; null where they are planned from the start.</summary>
    public RelationShape? Shape { get; init; }
}
