using ActorMigrate.Transfer;
using Akka.Actor;

namespace ActorMigrate.Host.Nodes;

/// <summary>The node of this process, for the shard's entities, which start before it and outlive none of it. Written once, by the
/// participation; read by entities on other threads.</summary>
internal sealed class NodeHere
{
    private volatile NodeSeat? seat;
    private volatile IActorRef node = ActorRefs.Nobody;

    /// <summary>The node's seat, or null before it works.</summary>
    public NodeSeat? Seat => seat;

    /// <summary>The node's actor.</summary>
    public IActorRef Node => node;

    /// <summary>Begins the node's work.</summary>
    public void Begin(NodeSeat here, IActorRef actor)
    {
        node = actor;
        seat = here;
    }
}
