namespace ActorMigrate.Coordinator.Membership;

/// <summary>The node of this process was removed by the others, or its actor system has ended. The process may take part again as another
/// node.</summary>
public sealed class NodeLostException(string cause) : Exception(cause)
{
    /// <summary>The failure of a node that the others have removed.</summary>
    public NodeLostException()
        : this("The other nodes have removed this one: it did not answer for longer than its lease.")
    {
    }
}
