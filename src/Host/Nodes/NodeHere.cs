using ActorMigrate.Transfer;
using Akka.Actor;

namespace ActorMigrate.Host.Nodes;

/// <summary>The node of this process, for the shard's entities, which start before it and outlive none of it. Written once, by the
/// participation; read by entities on other threads.</summary>
internal sealed class NodeHere
{
    private volatile NodeResources? resources;
    private volatile IActorRef node = ActorRefs.Nobody;

    /// <summary>The node's resources, or null before it works.</summary>
    public NodeResources? Resources => resources;

    /// <summary>The node's actor.</summary>
    public IActorRef Node => node;

    /// <summary>Begins the node's work.</summary>
    public void Begin(NodeResources here, IActorRef actor)
    {
        node = actor;
        resources = here;
    }
}
