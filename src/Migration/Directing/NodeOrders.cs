namespace ActorMigrate.Migration.Directing;

/// <summary>The orders for one node that follow from the directives in force. Null slots and rates are those that the node was started
/// with; a rate of 0 is no limit. <paramref name="TotalRate"/> is shared by all nodes that copy, <paramref name="NodeRate"/> is the node's
/// own. <paramref name="By"/> is the database role that gave the latest directive which concerns the node.</summary>
public sealed record NodeOrders(
    bool IsPaused, bool IsDrained, int? CopySlots, int? IndexSlots, long? TotalRate, long? NodeRate, string? By)
{
    /// <summary>No directive concerns the node.</summary>
    public static readonly NodeOrders None = new(false, false, null, null, null, null, null);
}
