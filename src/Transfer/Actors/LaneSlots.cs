using ActorMigrate.Migration;

namespace ActorMigrate.Transfer.Actors;

/// <summary>The slots of one lane on one node, and whether a claim is under way. One claim at a time: a wish that comes meanwhile is
/// remembered and claimed afterwards, so that no notification is lost.</summary>
internal sealed class LaneSlots(int slots)
{
    private int used;
    private bool asking;
    private bool wanted;

    public static Dictionary<TaskLane, LaneSlots> Of(NodeOptions options) => new()
    {
        [TaskLane.Schema] = new LaneSlots(options.CopySlots),
        [TaskLane.Copy] = new LaneSlots(options.CopySlots),
        [TaskLane.Finish] = new LaneSlots(options.IndexSlots),
        [TaskLane.Compare] = new LaneSlots(options.CompareSlots),
    };

    /// <summary>A claim is under way.</summary>
    public bool IsAsking => asking;

    /// <summary>True, with the number of free slots, when a claim may be made now.</summary>
    public bool TryAsk(out int free)
    {
        free = slots - used;
        wanted |= asking;
        if (asking || free <= 0)
            return false;
        asking = true;
        return true;
    }

    /// <summary>Takes the claim's answer; true when another claim is due at once.</summary>
    public bool Answered(int claimed)
    {
        used += claimed;
        asking = false;
        var again = wanted;
        wanted = false;
        return again;
    }

    /// <summary>A task has ended.</summary>
    public void Free() => used--;
}
