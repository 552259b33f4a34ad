using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.ActorLayer.Tests.Actor;

public sealed class DeathWatchTests() : TestKit("akka.loglevel = OFF")
{
    private sealed class Idle : ReceiveActor
    {
        public Idle()
        {
            Receive<Exception>(failure => throw failure);
            ReceiveAny(message => Sender.Tell(message));
        }
    }

    /// <summary>Watches as told and reports what it is told of.</summary>
    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef report)
        {
            Receive<(string Verb, IActorRef Subject)>(command =>
            {
                switch (command.Verb)
                {
                    case "watch": Context.Watch(command.Subject); break;
                    case "with": Context.WatchWith(command.Subject, "gone"); break;
                    case "unwatch": Context.Unwatch(command.Subject); break;
                    case "stop then unwatch":
                        Context.Watch(command.Subject);
                        Context.Stop(command.Subject);
                        Context.Unwatch(command.Subject);
                        break;
                }

                Sender.Tell("done");
            });
            Receive<Exception>(failure => throw failure);
            Receive<Terminated>(ended => report.Tell(new Ended(ended.ActorRef, ended.ExistenceConfirmed)));
            Receive<string>(text => report.Tell(text));
        }
    }

    /// <summary>What a watcher was told; passed on as it is, <see cref="Terminated"/> would be dropped.</summary>
    private sealed record Ended(IActorRef Subject, bool ExistenceConfirmed);

    private sealed class DeathPact : ReceiveActor
    {
        public DeathPact(IActorRef partner)
        {
            Context.Watch(partner);
            Receive<string>(text => Sender.Tell(text));
        }
    }

    private IActorRef StartWatcher() => Sys.ActorOf(Props.Create(() => new Watcher(TestActor)));

    private void Command(IActorRef watcher, string verb, IActorRef subject)
    {
        watcher.Tell((verb, subject));
        ExpectMsg("done");
    }

    [Fact]
    public void An_end_is_told_once()
    {
        var watcher = StartWatcher();
        var subject = Sys.ActorOf<Idle>();
        Command(watcher, "watch", subject);
        Command(watcher, "watch", subject);
        Sys.Stop(subject);

        ExpectMsg(new Ended(subject, true));
        ExpectNoMsg();
    }

    [Fact]
    public void An_actor_that_is_dead_already_is_told_of_too()
    {
        var subject = Sys.ActorOf<Idle>();
        Watch(subject);
        Sys.Stop(subject);
        ExpectTerminated(subject);

        Command(StartWatcher(), "watch", subject);

        ExpectMsg(new Ended(subject, false));
        ExpectNoMsg();
    }

    [Fact]
    public void Every_watcher_is_told()
    {
        var subject = Sys.ActorOf<Idle>();
        for (var i = 0; i < 10; i++) Command(StartWatcher(), "watch", subject);
        Sys.Stop(subject);
        Assert.All(ReceiveN(10), message => Assert.Equal(new Ended(subject, true), message));
        ExpectNoMsg();
    }

    [Fact]
    public void An_unwatched_end_is_not_told()
    {
        var watcher = StartWatcher();
        var subject = Sys.ActorOf<Idle>();
        Command(watcher, "watch", subject);
        Command(watcher, "unwatch", subject);
        Watch(subject);
        Sys.Stop(subject);
        ExpectTerminated(subject);
        ExpectNoMsg();
    }

    [Fact]
    public void An_end_that_is_unwatched_at_the_last_moment_is_not_told()
    {
        var watcher = StartWatcher();
        Command(watcher, "stop then unwatch", Sys.ActorOf<Idle>());
        ExpectNoMsg();
    }

    [Fact]
    public void An_end_may_be_told_by_another_message()
    {
        var subject = Sys.ActorOf<Idle>();
        Command(StartWatcher(), "with", subject);
        Sys.Stop(subject);
        ExpectMsg("gone");
        ExpectNoMsg();
    }

    [Fact]
    public void A_restart_is_not_an_end()
    {
        var subject = Sys.ActorOf<Idle>();
        Command(StartWatcher(), "watch", subject);
        subject.Tell(new InvalidOperationException("x"));
        subject.Tell("alive");
        ExpectMsg("alive");
        ExpectNoMsg();
    }

    [Fact]
    public void A_restarted_watcher_still_watches()
    {
        var watcher = StartWatcher();
        var subject = Sys.ActorOf<Idle>();
        Command(watcher, "watch", subject);
        watcher.Tell(new InvalidOperationException("x"));
        Sys.Stop(subject);
        ExpectMsg(new Ended(subject, true));
    }

    [Fact]
    public void Who_does_not_handle_the_end_of_whom_it_watches_ends_too()
    {
        var partner = Sys.ActorOf<Idle>();
        var actor = Sys.ActorOf(Props.Create(() => new DeathPact(partner)));
        actor.Tell("ready");
        ExpectMsg("ready");
        Watch(actor);
        Sys.Stop(partner);
        ExpectTerminated(actor);
    }
}
