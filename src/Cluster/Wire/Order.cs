using ActorMigrate.Cluster.Placement;
using ActorMigrate.Migration;

namespace ActorMigrate.Cluster.Wire;

/// <summary>The coordinator has claimed a task, or a lot of quick ones of one lane, for the node at <paramref name="Place"/>, which is to
/// carry it out. An order may arrive twice or never: the ledger says whether the node still holds the tasks.</summary>
public sealed record Order(NodePlace Place, IReadOnlyList<OrderedTask> Tasks) : IWireMessage
{
    /// <summary>The span below which the work is traced, as W3C's header <c>traceparent</c> has it; or null.</summary>
    public string? Trace { get; init; }
}

/// <summary>A task as it was claimed: <paramref name="Attempts"/> were made before; <paramref name="Memory"/> are the bytes that it may use
/// in the target, 0 where nothing is said.</summary>
public sealed record OrderedTask(TaskLabel Task, int Attempts, long Memory);
