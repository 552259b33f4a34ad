using ActorMigrate.Migration;

namespace ActorMigrate.Control.Plan;

/// <summary>The names of lanes in the ledger.</summary>
public static class LaneNames
{
    /// <summary>Returns the name of a lane.</summary>
    public static string Of(TaskLane lane) => lane switch
    {
        TaskLane.Schema => "schema",
        TaskLane.Copy => "copy",
        TaskLane.Finish => "finish",
        TaskLane.Compare => "compare",
        _ => throw new ArgumentOutOfRangeException(nameof(lane), lane, null),
    };

    /// <summary>Returns the lane of a name.</summary>
    public static TaskLane Parse(string name) => Enum.GetValues<TaskLane>().Single(lane => Of(lane) == name);
}
