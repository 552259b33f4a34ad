using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Control.Plan;

/// <summary>A task that copies a table or a partition of it. The ledger works out its needs.</summary>
public sealed record CopyDraft(int Relation, string Kind, string Name, CopyPayload Payload, long EstimatedRows, long EstimatedBytes)
{
    /// <summary>Relations whose rows must be in before, because these rows are computed or checked from them.</summary>
    public IReadOnlyList<int> NeedsData { get; init; } = [];

    /// <summary>The task is quick, and may be done with others in one transaction.</summary>
    public bool Together { get; init; }

    /// <summary>Returns the task that the draft becomes.</summary>
    public TaskDraft AsTask(long id) => new(
        id, TaskLane.Copy, Kind, Name, Relation, Phase.TransferData, Phase.TransferData, Payload,
        EstimatedRows, EstimatedBytes, []) { NeedsData = NeedsData, Together = Together };
}
