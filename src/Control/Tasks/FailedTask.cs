namespace ActorMigrate.Control.Tasks;

/// <summary>The state of a task after an attempt failed.</summary>
public enum FailedTask
{
    /// <summary>The state that was decided: the task stays with this node, is failed, or is given back.</summary>
    AsDecided,

    /// <summary>The task failed on this node so often that it was given back for another node to try.</summary>
    LeftToOthers,

    /// <summary>This node does not hold it any more.</summary>
    NotOurs,
}
