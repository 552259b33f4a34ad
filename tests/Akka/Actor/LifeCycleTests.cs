using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.ActorLayer.Tests.Actor;

public sealed class LifeCycleTests() : TestKit("akka.loglevel = OFF")
{
    private sealed class Parent : ReceiveActor
    {
        private readonly IActorRef _log;
        private readonly string _name;

        public Parent(IActorRef log, string name, int depth)
        {
            _log = log;
            _name = name;
            if (depth > 0)
            {
                Context.ActorOf(Props.Create(() => new Parent(log, name + "a", depth - 1)), "a");
                Context.ActorOf(Props.Create(() => new Parent(log, name + "b", depth - 1)), "b");
            }

            ReceiveAny(message => log.Tell($"{name} {message}"));
        }

        protected override void PreStart() => _log.Tell($"+{_name}");

        protected override void PostStop() => _log.Tell($"-{_name}");
    }

    private sealed class Named : ReceiveActor
    {
        public Named()
        {
            Receive<string>(name =>
            {
                try
                {
                    Sender.Tell(Context.ActorOf(Props.Create(() => new Parent(Context.System.DeadLetters, "x", 0)), name));
                }
                catch (InvalidActorNameException refused)
                {
                    Sender.Tell(refused);
                }
            });
            Receive<IActorRef>(child => Context.Stop(child));
            Receive<int>(_ => Sender.Tell(Context.GetChildren().Count()));
        }
    }

    private sealed class Unmakeable : UntypedActor
    {
        public Unmakeable() => throw new InvalidOperationException("cannot be made");

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Counting : ReceiveActor
    {
        private int _seen;

        public Counting() => ReceiveAny(message =>
        {
            _seen++;
            if (message is "stop") Context.Stop(Self);
            if (message is "count") Sender.Tell(_seen);
        });
    }

    [Fact]
    public void Children_have_ended_before_their_parent_runs_PostStop()
    {
        var root = Sys.ActorOf(Props.Create(() => new Parent(TestActor, "r", 2)), "r");
        ReceiveN(7);
        Watch(root);
        Sys.Stop(root);

        var ends = ReceiveN(8).OfType<string>().ToList();

        Assert.Equal(7, ends.Count);
        foreach (var end in ends)
            Assert.All(ends.Where(other => other != end && other.StartsWith(end, StringComparison.Ordinal)), below => Assert.True(ends.IndexOf(below) < ends.IndexOf(end)));
    }

    [Fact]
    public void A_poison_pill_waits_its_turn_in_the_mailbox()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Parent(TestActor, "p", 0)));
        ExpectMsg("+p");
        for (var i = 0; i < 100; i++) actor.Tell(i);
        actor.Tell(PoisonPill.Instance);

        for (var i = 0; i < 100; i++) ExpectMsg($"p {i}");
        ExpectMsg("-p");
    }

    [Fact]
    public void What_follows_a_stop_is_a_dead_letter()
    {
        var letters = CreateTestProbe();
        Sys.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        var actor = Sys.ActorOf(Props.Create<Counting>());
        Watch(actor);
        actor.Tell("stop");
        actor.Tell("late 1");
        actor.Tell("late 2");

        ExpectTerminated(actor);
        actor.Tell("late 3");

        foreach (var late in new[] { "late 1", "late 2", "late 3" })
        {
            var letter = letters.ExpectMsg<DeadLetter>();
            Assert.Equal(late, letter.Message);
            Assert.Equal(actor, letter.Recipient);
            Assert.Equal(TestActor, letter.Sender);
        }
    }

    [Fact]
    public void A_kill_stops_the_actor_by_default()
    {
        var actor = Sys.ActorOf(Props.Create<Counting>());
        Watch(actor);
        actor.Tell(Kill.Instance);
        ExpectTerminated(actor);
    }

    [Fact]
    public void An_actor_that_cannot_be_made_is_stopped()
    {
        var actor = Sys.ActorOf(Props.Create<Unmakeable>());
        Watch(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_name_is_taken_until_its_actor_has_ended()
    {
        var parent = Sys.ActorOf(Props.Create<Named>());
        parent.Tell("child");
        var child = ExpectMsg<IActorRef>();
        parent.Tell("child");
        ExpectMsg<InvalidActorNameException>();

        Watch(child);
        parent.Tell(child);
        ExpectTerminated(child);
        IActorRef? next = null;
        AwaitCondition(() =>
        {
            parent.Tell("child");
            return (next = ExpectMsg<object>() as IActorRef) is not null;
        });

        Assert.Equal(child.Path, next!.Path);
        Assert.NotEqual(child, next);
        Assert.NotEqual(child.Path.Uid, next.Path.Uid);
    }

    [Theory]
    [InlineData("")]
    [InlineData("$a")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("ä")]
    public void A_bad_name_is_refused(string name) =>
        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(Props.Create<Counting>(), name));

    [Fact]
    public void Actors_without_a_name_get_different_ones()
    {
        var names = Enumerable.Range(0, 300).Select(_ => Sys.ActorOf(Props.Create<Counting>()).Path.Name).ToHashSet();
        Assert.Equal(300, names.Count);
    }

    [Fact]
    public void A_path_names_the_place_in_the_tree()
    {
        var actor = Sys.ActorOf(Props.Create<Counting>(), "here");
        Assert.Equal($"akka://{Sys.Name}/user/here", actor.Path.ToString());
        Assert.Equal(["user", "here"], actor.Path.Elements);
        Assert.Equal("here", actor.Path.Name);
    }

    [Fact]
    public void Constructor_arguments_are_evaluated_once()
    {
        var evaluated = 0;
        Func<IActorRef> next = () =>
        {
            evaluated++;
            return TestActor;
        };

        var props = Props.Create(() => new Parent(next(), "p", 0));
        Sys.ActorOf(props);
        Sys.ActorOf(props);

        ExpectMsg("+p");
        ExpectMsg("+p");
        Assert.Equal(1, evaluated);
    }

    [Fact]
    public void What_nothing_handles_is_an_unhandled_message()
    {
        var unhandled = CreateTestProbe();
        Sys.EventStream.Subscribe(unhandled.Ref, typeof(UnhandledMessage));
        var actor = Sys.ActorOf(Props.Create<Named>());
        actor.Tell(1.5);

        var message = unhandled.ExpectMsg<UnhandledMessage>();

        Assert.Equal(1.5, message.Message);
        Assert.Equal(actor, message.Recipient);
    }

    [Fact]
    public void Sender_is_dead_letters_when_nobody_sent()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Teller(TestActor)));
        actor.Tell("x", ActorRefs.NoSender);
        ExpectMsg<IActorRef>(sender => sender.Equals(Sys.DeadLetters));
    }

    [Fact]
    public void A_forwarded_message_keeps_its_sender()
    {
        var last = CreateTestProbe();
        var middle = Sys.ActorOf(Props.Create(() => new Forwarder(last.Ref)));
        middle.Tell("x");
        last.ExpectMsg("x");
        Assert.Equal(TestActor, last.Sender);
    }

    private sealed class Teller : ReceiveActor
    {
        public Teller(IActorRef to) => ReceiveAny(_ => to.Tell(Sender));
    }

    private sealed class Forwarder : ReceiveActor
    {
        public Forwarder(IActorRef to) => ReceiveAny(message => to.Forward(message));
    }
}
