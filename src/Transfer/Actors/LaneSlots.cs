using ActorMigrate.Cluster.Wire;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Transfer.Actors;

/// <summary>The number of tasks of each lane that a node takes on at a time, and the slots that are free of these. Pure.</summary>
internal static class LaneSlots
{
    /// <summary>Returns the slots of a lane.</summary>
    public static int CapacityOf(TaskLane lane, NodeOptions options) => lane switch
    {
        TaskLane.Schema or TaskLane.Copy => options.CopySlots,
        TaskLane.Finish => options.IndexSlots,
        _ => options.CompareSlots,
    };

    /// <summary>Returns the node's offer for every lane. <paramref name="running"/> has the lane of each task or lot that takes a slot. No
    /// slot is free when the node takes no more work.</summary>
    public static IReadOnlyList<LaneOffer> Of(NodeOptions options, IReadOnlyCollection<TaskLane> running, bool takesWork) =>
    [
        .. Enum.GetValues<TaskLane>().Select(lane =>
        {
            var capacity = CapacityOf(lane, options);
            return new LaneOffer(lane, capacity, takesWork ? Math.Max(0, capacity - running.Count(taken => taken == lane)) : 0);
        }),
    ];
}
