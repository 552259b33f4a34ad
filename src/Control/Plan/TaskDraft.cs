using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Control.Plan;

/// <summary>A task to be written to the ledger. The task may be claimed from <paramref name="OpensAt"/> on, once all of
/// <paramref name="Needs"/> are done; the phase <paramref name="AwaitedIn"/> does not end before it is settled.</summary>
public sealed record TaskDraft(
    long Id,
    TaskLane Lane,
    string Kind,
    string Name,
    int? Relation,
    Phase OpensAt,
    Phase AwaitedIn,
    TaskPayload Payload,
    long EstimatedRows,
    long EstimatedBytes,
    IReadOnlyList<long> Needs)
{
    /// <summary>Relations whose rows must be in before; their copies may be planned later.</summary>
    public IReadOnlyList<int> NeedsData { get; init; } = [];

    /// <summary>The task is quick, and may be done with others in one transaction.</summary>
    public bool Together { get; init; }
}
