using ActorMigrate.Migration;
using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Control.Plan;

/// <summary>The payload of a copy task. <paramref name="ChunkRows"/> is set for a keyset copy, which commits chunk by chunk;
/// <paramref name="Condition"/> for an extension's configuration table: the WHERE clause that the extension gave it, or empty.</summary>
public sealed record CopyPayload(
    QualifiedName Source,
    QualifiedName Target,
    IReadOnlyList<string> Columns,
    bool Binary,
    string? PartitionName,
    RowPredicate Predicate,
    int? ChunkRows,
    string? Condition = null) : TaskPayload
{
    /// <summary>The table is the target's own, with its keys, triggers and foreign keys: it is not truncated, and the last two do
    /// not act on what is copied.</summary>
    public bool IntoOwn { get; init; }
}
