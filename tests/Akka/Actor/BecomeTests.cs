using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.ActorLayer.Tests.Actor;

public sealed class BecomeTests() : TestKit("akka.loglevel = OFF")
{
    private sealed class Moody : ReceiveActor
    {
        public Moody()
        {
            Common("calm");
            Receive<string>(text => text == "predicate", _ => Sender.Tell("first"));
            Receive<string>(_ => Sender.Tell("calm"));
        }

        private void Common(string mood)
        {
            Receive<int>(_ => BecomeStacked(() =>
            {
                Common("stacked");
                Receive<string>(_ => Sender.Tell($"on {mood}"));
            }));
            Receive<bool>(_ => Become(() =>
            {
                Common("angry");
                Receive<string>(_ => Sender.Tell("angry"));
            }));
            Receive<long>(_ => UnbecomeStacked());
            Receive<Exception>(failure => throw failure);
        }
    }

    private sealed class Untyped : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "switch") Become(Other);
            else Sender.Tell("first");
        }

        private void Other(object message) => Sender.Tell("second");
    }

    private sealed class Base : ReceiveActor
    {
        public Base()
        {
            Receive<ArgumentException>(_ => Sender.Tell("argument"));
            Receive<Exception>(_ => Sender.Tell("any"));
            Receive<IEnumerable<char>>(_ => Sender.Tell("characters"));
        }
    }

    private void Says(IActorRef actor, string expected)
    {
        actor.Tell("mood?");
        ExpectMsg(expected);
    }

    [Fact]
    public void Become_replaces_and_BecomeStacked_goes_on_top()
    {
        var moody = Sys.ActorOf<Moody>();
        Says(moody, "calm");
        moody.Tell(1);
        Says(moody, "on calm");
        moody.Tell(1L);
        Says(moody, "calm");
        moody.Tell(true);
        Says(moody, "angry");
        moody.Tell(1);
        Says(moody, "on angry");
        moody.Tell(1L);
        Says(moody, "angry");
    }

    [Fact]
    public void Unbecoming_ends_at_the_first_behaviour()
    {
        var moody = Sys.ActorOf<Moody>();
        for (var i = 0; i < 3; i++) moody.Tell(1L);
        Says(moody, "calm");
    }

    [Fact]
    public void A_restart_begins_with_the_first_behaviour()
    {
        var moody = Sys.ActorOf<Moody>();
        moody.Tell(true);
        Says(moody, "angry");
        moody.Tell(new InvalidOperationException("x"));
        Says(moody, "calm");
    }

    [Fact]
    public void An_untyped_actor_may_become_another_method()
    {
        var actor = Sys.ActorOf<Untyped>();
        actor.Tell("x");
        ExpectMsg("first");
        actor.Tell("switch");
        actor.Tell("x");
        ExpectMsg("second");
    }

    [Fact]
    public void The_first_handler_that_fits_takes_the_message()
    {
        var actor = Sys.ActorOf<Base>();
        actor.Tell(new ArgumentNullException());
        ExpectMsg("argument");
        actor.Tell(new TimeoutException());
        ExpectMsg("any");
        actor.Tell("text");
        ExpectMsg("characters");
        var moody = Sys.ActorOf<Moody>();
        moody.Tell("predicate");
        ExpectMsg("first");
    }
}
