namespace ActorMigrate.Coordinator.Membership;

/// <summary>This process is not the node any more that it was: the others have removed it, or its actor system has ended. It may take part
/// again as another node.</summary>
public sealed class NodeLostException(string cause) : Exception(cause)
{
    /// <summary>The others have removed the node.</summary>
    public NodeLostException()
        : this("The other nodes have removed this one: it did not answer for longer than its lease.")
    {
    }
}
