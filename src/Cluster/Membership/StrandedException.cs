namespace ActorMigrate.Cluster.Membership;

/// <summary>The cluster that has welcomed this node lost all its members before it made the node one. The actor system cannot join another
/// cluster; the process can, as a new node.</summary>
public sealed class StrandedException() : Exception("The nodes that this node was joining are gone.");
