using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.ActorLayer.Tests.Actor;

public sealed class SupervisionTests() : TestKit("akka.loglevel = OFF")
{
    private sealed class Supervisor : ReceiveActor
    {
        private readonly SupervisorStrategy _strategy;

        public Supervisor(SupervisorStrategy strategy)
        {
            _strategy = strategy;
            Receive<(Props Props, string Name)>(child => Sender.Tell(Context.ActorOf(child.Props, child.Name)));
        }

        protected override SupervisorStrategy SupervisorStrategy() => _strategy;
    }

    /// <summary>Counts what it handles, tells of its life, and fails when told to.</summary>
    private sealed class Worker : ReceiveActor
    {
        private readonly IActorRef _log;
        private int _handled;

        public Worker(IActorRef log)
        {
            _log = log;
            Receive<Exception>(failure => throw failure);
            Receive<string>(text => Sender.Tell($"{text} {++_handled}"));
        }

        protected override void PreStart() => _log.Tell($"PreStart {Self.Path.Name}");

        protected override void PostStop() => _log.Tell($"PostStop {Self.Path.Name}");

        protected override void PreRestart(Exception reason, object message)
        {
            _log.Tell($"PreRestart {reason.Message} {message is Exception}");
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason)
        {
            _log.Tell($"PostRestart {reason.Message}");
            base.PostRestart(reason);
        }
    }

    private (IActorRef Supervisor, IActorRef Worker, Akka.TestKit.TestProbe Log) Start(SupervisorStrategy strategy)
    {
        var log = CreateTestProbe();
        var supervisor = Sys.ActorOf(Props.Create(() => new Supervisor(strategy)));
        var worker = Add(supervisor, "w", log);
        return (supervisor, worker, log);
    }

    private IActorRef Add(IActorRef supervisor, string name, Akka.TestKit.TestProbe log)
    {
        supervisor.Tell((Props.Create(() => new Worker(log.Ref)), name));
        var worker = ExpectMsg<IActorRef>();
        log.ExpectMsg($"PreStart {name}");
        return worker;
    }

    [Fact]
    public void A_resumed_actor_keeps_its_state_and_its_mailbox()
    {
        var (_, worker, log) = Start(new OneForOneStrategy(_ => Directive.Resume));
        worker.Tell("a");
        worker.Tell(new InvalidOperationException("x"));
        worker.Tell("b");

        ExpectMsg("a 1");
        ExpectMsg("b 2");
        log.ExpectNoMsg();
    }

    [Fact]
    public void A_restarted_actor_keeps_its_ref_and_its_mailbox_and_loses_its_state()
    {
        var (_, worker, log) = Start(new OneForOneStrategy(_ => Directive.Restart));
        Watch(worker);
        worker.Tell("a");
        worker.Tell(new InvalidOperationException("x"));
        worker.Tell("b");
        worker.Tell("c");

        ExpectMsg("a 1");
        ExpectMsg("b 1");
        ExpectMsg("c 2");
        log.ExpectMsg("PreRestart x True");
        log.ExpectMsg("PostStop w");
        log.ExpectMsg("PostRestart x");
        log.ExpectMsg("PreStart w");
        ExpectNoMsg();
    }

    [Fact]
    public void The_default_strategy_restarts()
    {
        var log = CreateTestProbe();
        var worker = Sys.ActorOf(Props.Create(() => new Worker(log.Ref)), "w");
        worker.Tell("a");
        worker.Tell(new InvalidOperationException("x"));
        worker.Tell("b");
        ExpectMsg("a 1");
        ExpectMsg("b 1");
    }

    [Fact]
    public void A_stopped_actor_runs_PostStop_and_its_watchers_hear_of_it_once()
    {
        var (_, worker, log) = Start(new OneForOneStrategy(_ => Directive.Stop));
        Watch(worker);
        worker.Tell(new InvalidOperationException("x"));

        ExpectTerminated(worker);
        log.ExpectMsg("PostStop w");
        ExpectNoMsg();
    }

    [Fact]
    public void After_too_many_restarts_the_actor_is_stopped()
    {
        var (_, worker, log) = Start(new OneForOneStrategy(2, TimeSpan.FromMinutes(1), _ => Directive.Restart));
        Watch(worker);
        for (var i = 0; i < 3; i++) worker.Tell(new InvalidOperationException($"{i}"));

        ExpectTerminated(worker);
        foreach (var i in new[] { 0, 1 })
        {
            log.ExpectMsg($"PreRestart {i} True");
            log.ExpectMsg("PostStop w");
            log.ExpectMsg($"PostRestart {i}");
            log.ExpectMsg("PreStart w");
        }

        log.ExpectMsg("PostStop w");
        log.ExpectNoMsg();
    }

    [Fact]
    public void No_restart_is_allowed_when_the_number_is_zero()
    {
        var (_, worker, log) = Start(new OneForOneStrategy(0, TimeSpan.FromMinutes(1), _ => Directive.Restart));
        Watch(worker);
        worker.Tell(new InvalidOperationException("x"));
        ExpectTerminated(worker);
        log.ExpectMsg("PostStop w");
    }

    [Fact]
    public void The_decider_decides_by_the_failure()
    {
        var (_, worker, _) = Start(new OneForOneStrategy(Decider.From(
            Directive.Stop,
            Directive.Resume.When<ArgumentException>(),
            Directive.Restart.When<InvalidOperationException>())));
        Watch(worker);
        worker.Tell("a");
        worker.Tell(new ArgumentNullException());
        worker.Tell("b");
        worker.Tell(new InvalidOperationException());
        worker.Tell("c");
        worker.Tell(new TimeoutException());

        ExpectMsg("a 1");
        ExpectMsg("b 2");
        ExpectMsg("c 1");
        ExpectTerminated(worker);
    }

    [Fact]
    public void One_for_one_leaves_the_siblings_alone()
    {
        var (supervisor, worker, log) = Start(new OneForOneStrategy(_ => Directive.Restart));
        var sibling = Add(supervisor, "s", log);
        sibling.Tell("a");
        ExpectMsg("a 1");
        worker.Tell(new InvalidOperationException("x"));
        worker.Tell("b");
        ExpectMsg("b 1");
        sibling.Tell("c");
        ExpectMsg("c 2");
    }

    [Fact]
    public void All_for_one_restarts_the_siblings_too()
    {
        var (supervisor, worker, log) = Start(new AllForOneStrategy(_ => Directive.Restart));
        var sibling = Add(supervisor, "s", log);
        sibling.Tell("a");
        ExpectMsg("a 1");
        worker.Tell(new InvalidOperationException("x"));
        var life = log.ReceiveN(8).Cast<string>().ToList();
        Assert.Equal(2, life.Count(entry => entry == "PostRestart x"));
        Assert.Single(life, "PreRestart x True");
        sibling.Tell("c");
        ExpectMsg("c 1");
    }

    [Fact]
    public void All_for_one_stops_the_siblings_too()
    {
        var (supervisor, worker, log) = Start(new AllForOneStrategy(_ => Directive.Stop));
        var sibling = Add(supervisor, "s", log);
        Watch(worker);
        Watch(sibling);
        worker.Tell(new InvalidOperationException("x"));
        var ended = ReceiveN(2).Cast<Terminated>().Select(each => each.ActorRef).ToHashSet();
        Assert.Equal([worker, sibling], ended);
    }

    [Fact]
    public void An_escalated_failure_restarts_the_parent_and_ends_its_children()
    {
        var (supervisor, worker, _) = Start(new OneForOneStrategy(_ => Directive.Escalate));
        Watch(worker);
        Watch(supervisor);
        worker.Tell(new InvalidOperationException("x"));

        ExpectTerminated(worker);
        supervisor.Tell((Props.Create(() => new Worker(TestActor)), "again"));
        var again = ExpectMsg<object>() as IActorRef ?? ExpectMsg<IActorRef>();
        Assert.NotEqual(worker, again);
    }

    [Fact]
    public void Props_may_bring_another_strategy()
    {
        var log = CreateTestProbe();
        var props = Props.Create(() => new Supervisor(new OneForOneStrategy(_ => Directive.Stop)))
            .WithSupervisorStrategy(new OneForOneStrategy(_ => Directive.Resume));
        var worker = Add(Sys.ActorOf(props), "w", log);
        worker.Tell("a");
        worker.Tell(new InvalidOperationException("x"));
        worker.Tell("b");
        ExpectMsg("a 1");
        ExpectMsg("b 2");
    }

    private sealed class KeepsItsChild : ReceiveActor
    {
        private readonly IActorRef _log;

        public KeepsItsChild(IActorRef log)
        {
            _log = log;
            Receive<Exception>(failure => throw failure);
            Receive<string>(text => Context.Child("kept").Forward(text));
        }

        protected override void PreStart() => Context.ActorOf(Props.Create(() => new Worker(_log)), "kept");

        protected override void PreRestart(Exception reason, object message)
        {
        }

        protected override void PostRestart(Exception reason)
        {
        }
    }

    [Fact]
    public void Children_that_survive_a_restart_are_restarted_with_their_parent()
    {
        var log = CreateTestProbe();
        var parent = Sys.ActorOf(Props.Create(() => new KeepsItsChild(log.Ref)));
        log.ExpectMsg("PreStart kept");
        parent.Tell("a");
        ExpectMsg("a 1");

        parent.Tell(new InvalidOperationException("x"));

        log.ExpectMsg("PreRestart x False");
        log.ExpectMsg("PostStop kept");
        log.ExpectMsg("PostRestart x");
        log.ExpectMsg("PreStart kept");
        parent.Tell("b");
        ExpectMsg("b 1");
    }

    private sealed class FailsToComeBack : ReceiveActor
    {
        private static int s_made;

        public FailsToComeBack()
        {
            if (Interlocked.Increment(ref s_made) > 1) throw new InvalidOperationException("not again");
            Receive<Exception>(failure => throw failure);
        }
    }

    [Fact]
    public void An_actor_that_cannot_be_made_again_is_stopped()
    {
        var actor = Sys.ActorOf(Props.Create<FailsToComeBack>());
        Watch(actor);
        actor.Tell(new InvalidOperationException("x"));
        ExpectTerminated(actor);
    }

    private sealed class SlowToMake : ReceiveActor
    {
        public SlowToMake(Tries tries)
        {
            if (++tries.Value < 3) throw new InvalidOperationException("not yet");
            ReceiveAny(message => Sender.Tell(message));
        }
    }

    private sealed class Tries
    {
        public int Value { get; set; }
    }

    [Fact]
    public void An_actor_that_could_not_be_made_is_made_again_if_its_parent_says_so()
    {
        var supervisor = Sys.ActorOf(Props.Create(() => new Supervisor(new OneForOneStrategy(_ => Directive.Restart))));
        var tries = new Tries();
        supervisor.Tell((Props.Create(() => new SlowToMake(tries)), "slow"));
        var child = ExpectMsg<IActorRef>();
        child.Tell("hello");
        ExpectMsg("hello");
        Assert.Equal(3, tries.Value);
    }

    private sealed class ThrowsAtTheEnd : ReceiveActor
    {
        public ThrowsAtTheEnd() => ReceiveAny(_ => throw new InvalidOperationException("x"));

        protected override void PostStop() => throw new InvalidOperationException("at the end");
    }

    [Fact]
    public void A_hook_that_throws_does_not_keep_the_actor_from_ending()
    {
        var actor = Sys.ActorOf(Props.Create<ThrowsAtTheEnd>());
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_hook_that_throws_does_not_keep_the_actor_from_restarting()
    {
        var actor = Sys.ActorOf(Props.Create<ThrowsAtTheEnd>());
        Watch(actor);
        actor.Tell("fail");
        actor.Tell(PoisonPill.Instance);
        ExpectTerminated(actor);
    }

    private sealed class Throwing : ReceiveActor
    {
        protected override SupervisorStrategy SupervisorStrategy() =>
            new OneForOneStrategy(_ => throw new InvalidOperationException("no decision"));

        protected override void PreStart() => Context.ActorOf(Props.Create(() => new Worker(Context.System.DeadLetters)), "w");

        public Throwing() => ReceiveAny(message => Context.Child("w").Forward(message));
    }

    [Fact]
    public void A_decider_that_throws_fails_the_supervisor()
    {
        var supervisor = Sys.ActorOf(Props.Create<Throwing>());
        supervisor.Tell("a");
        ExpectMsg("a 1");
        supervisor.Tell(new InvalidOperationException("x"));
        AwaitCondition(() =>
        {
            supervisor.Tell("b");
            return ReceiveOne(TimeSpan.FromSeconds(1)) is "b 1";
        });
    }
}
