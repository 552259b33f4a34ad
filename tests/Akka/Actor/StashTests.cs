using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.ActorLayer.Tests.Actor;

public sealed class StashTests() : TestKit("akka.loglevel = OFF")
{
    private sealed class Door : ReceiveActor, IWithStash
    {
        public Door() => Closed();

        public IStash Stash { get; set; } = null!;

        private void Closed()
        {
            Receive<string>(text => text == "open", _ =>
            {
                Stash.UnstashAll();
                Become(Open);
            });
            Receive<string>(text => text == "one", _ => Stash.Unstash());
            Receive<string>(text => text == "twice", _ =>
            {
                Stash.Stash();
                try
                {
                    Stash.Stash();
                }
                catch (IllegalActorStateException)
                {
                    Sender.Tell("refused");
                }
            });
            Receive<Exception>(failure => throw failure);
            ReceiveAny(_ => Stash.Stash());
        }

        private void Open()
        {
            Receive<string>(text => text == "close", _ => Become(Closed));
            Receive<Exception>(failure => throw failure);
            ReceiveAny(message => Sender.Tell(message));
        }
    }

    private IActorRef Start() => Sys.ActorOf(Props.Create<Door>());

    [Fact]
    public void Stashed_messages_come_back_in_their_order_before_those_that_wait()
    {
        var door = Start();
        for (var i = 0; i < 100; i++) door.Tell(i);
        door.Tell("open");
        for (var i = 100; i < 200; i++) door.Tell(i);
        for (var i = 0; i < 200; i++) ExpectMsg(i);
    }

    [Fact]
    public void Stashed_messages_keep_their_sender()
    {
        var door = Start();
        var other = CreateTestProbe();
        other.Send(door, 1);
        door.Tell("open");
        other.ExpectMsg(1);
    }

    [Fact]
    public void A_restart_puts_stashed_messages_back()
    {
        var door = Start();
        door.Tell(1);
        door.Tell(2);
        door.Tell(new InvalidOperationException("x"));
        door.Tell("open");
        door.Tell(3);
        ExpectMsg(1);
        ExpectMsg(2);
        ExpectMsg(3);
    }

    [Fact]
    public void A_message_cannot_be_stashed_twice()
    {
        var door = Start();
        door.Tell("twice");
        ExpectMsg("refused");
        door.Tell("open");
        ExpectMsg("twice");
        ExpectNoMsg();
    }

    [Fact]
    public void The_same_message_sent_twice_may_be_stashed_twice()
    {
        var door = Start();
        var message = new object();
        door.Tell(message);
        door.Tell(message);
        door.Tell("open");
        Assert.Same(message, ExpectMsg<object>());
        Assert.Same(message, ExpectMsg<object>());
    }
}
