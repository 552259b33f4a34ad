using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Control.Tests;
using ActorMigrate.Migration;
using Akka.Actor;

namespace ActorMigrate.Transfer.Tests.Actors;

/// <summary>A coordinator that grants whatever it is offered slots for.</summary>
internal sealed class GrantingActor : ReceiveActor
{
    public GrantingActor(TaskLedger tasks, CoordinatorTerm term, IActorRef region)
    {
        ReceiveAsync<SlotsOffered>(async offer =>
        {
            foreach (var lane in offer.Lanes.Where(lane => lane.Free > 0))
                Send(offer, await tasks.ClaimTasksAsync(term, offer.Place.Node, lane.Lane, lane.Free, lane.Capacity, default));
            Send(offer, await tasks.RepeatAsync(term, offer.Place.Node, offer.Running, default));
        });

        void Send(SlotsOffered offer, IEnumerable<ClaimedTask> claimed)
        {
            foreach (var task in claimed)
                region.Tell(new Order(offer.Place, [new OrderedTask(task.Label, task.Attempts, task.Memory)]));
        }
    }
}
