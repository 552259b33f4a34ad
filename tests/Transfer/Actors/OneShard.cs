using ActorMigrate.Cluster.Placement;
using ActorMigrate.Transfer.Actors;
using Akka.Actor;
using Akka.Cluster.Sharding;

namespace ActorMigrate.Transfer.Tests.Actors;

/// <summary>A shard region of one node: an entity for each task, made on its first message and forgotten when it passivates.</summary>
internal sealed class OneShard : ReceiveActor
{
    private readonly TaskExtractor extractor = new();

    public OneShard(Here here)
    {
        Receive<Passivate>(_ => Context.Stop(Sender));
        ReceiveAny(message =>
        {
            var name = Uri.EscapeDataString(extractor.EntityId(message)!);
            var entity = Context.Child(name);
            (entity.IsNobody()
                ? Context.ActorOf(Props.Create(() => new TransferEntity(() => here.Resources, () => here.Node)), name)
                : entity).Forward(message);
        });
    }
}

/// <summary>The node of the shard and its resources.</summary>
internal sealed class Here
{
    public NodeResources Resources { get; set; } = null!;

    public IActorRef Node { get; set; } = ActorRefs.Nobody;
}
