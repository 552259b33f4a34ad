using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.ActorLayer.Tests.Runtime;

/// <summary>Where the stand-in does better than it must: these are no promises of Akka.NET.</summary>
public sealed class ContinuationTests() : TestKit("akka.loglevel = OFF")
{
    private sealed class Looping : ReceiveActor
    {
        public Looping() => ReceiveAsync<int>(async rounds =>
        {
            for (var i = 0; i < rounds; i++) await Task.Yield();
            Sender.Tell(rounds);
        });
    }

    private sealed class Holding : ReceiveActor
    {
        public Holding(IActorRef log, Task gate) => ReceiveAsync<string>(async _ =>
        {
            log.Tell("holding");
            try
            {
                await gate;
                log.Tell("went on", ActorRefs.NoSender);
                await Task.Yield();
            }
            finally
            {
                log.Tell("let go", ActorRefs.NoSender);
            }
        });
    }

    [Fact]
    public void A_handler_may_yield_as_often_as_it_likes()
    {
        var actors = Enumerable.Range(0, 8).Select(_ => Sys.ActorOf(Props.Create<Looping>())).ToList();
        foreach (var actor in actors) actor.Tell(20_000);
        foreach (var _ in actors) ExpectMsg(20_000, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_handler_whose_actor_has_ended_lets_go_of_what_it_holds()
    {
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Holding(TestActor, gate.Task)));
        Watch(actor);
        actor.Tell("hold");
        ExpectMsg("holding");
        Sys.Stop(actor);
        ExpectTerminated(actor);

        gate.SetResult();

        ExpectMsg("went on");
        ExpectMsg("let go");
    }

    [Fact]
    public void A_null_message_is_refused()
    {
        var actor = Sys.ActorOf(Props.Create<Looping>());
        Assert.Throws<InvalidMessageException>(() => actor.Tell(null!));
    }
}
