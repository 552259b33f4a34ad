using Akka.Actor;
using Akka.Pattern;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.ActorLayer.Tests.Pattern;

public sealed class BackoffTests() : TestKit("akka.loglevel = OFF")
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(100);

    private sealed class Child : ReceiveActor
    {
        private readonly IActorRef _log;

        public Child(IActorRef log)
        {
            _log = log;
            Receive<Exception>(failure => throw failure);
            Receive<string>(text => text == "stop", _ => Context.Stop(Self));
            Receive<string>(text => text == "parent", _ => Context.Parent.Tell("from the child"));
            Receive<string>(text => Sender.Tell(text));
        }

        protected override void PreStart() => _log.Tell("started");
    }

    private Props ChildProps => Props.Create(() => new Child(TestActor));

    private IActorRef OnFailure(int retries, Func<BackoffOptions, BackoffOptions>? more = null)
    {
        var options = Backoff.OnFailure(ChildProps, "child", Least, Most, 0.2, retries);
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(more is null ? options : more(options)), "backoff");
        ExpectMsg("started");
        return supervisor;
    }

    [Fact]
    public void A_failed_child_is_started_again_under_its_name()
    {
        var supervisor = OnFailure(10);
        supervisor.Tell(BackoffSupervisor.GetCurrentChild.Instance);
        var first = ExpectMsg<BackoffSupervisor.CurrentChild>().Ref;
        supervisor.Tell(new InvalidOperationException("x"));
        ExpectMsg("started");
        supervisor.Tell(BackoffSupervisor.GetCurrentChild.Instance);
        var second = ExpectMsg<BackoffSupervisor.CurrentChild>().Ref;
        Assert.Equal("child", second.Path.Name);
        Assert.NotEqual(first, second);
        supervisor.Tell("hello");
        ExpectMsg("hello");
    }

    [Fact]
    public void The_supervisor_ends_when_the_retries_are_used_up()
    {
        var supervisor = OnFailure(2, options => options.WithManualReset());
        Watch(supervisor);
        for (var i = 0; i < 2; i++)
        {
            supervisor.Tell(new InvalidOperationException("x"));
            ExpectMsg("started");
        }

        supervisor.Tell(new InvalidOperationException("x"));
        ExpectTerminated(supervisor);
    }

    [Fact]
    public void The_count_is_reset_when_the_child_has_lived_long_enough()
    {
        var supervisor = OnFailure(-1, options => options.WithAutoReset(TimeSpan.FromMilliseconds(50)));
        supervisor.Tell(new InvalidOperationException("x"));
        ExpectMsg("started");
        AwaitCondition(() =>
        {
            supervisor.Tell(BackoffSupervisor.GetRestartCount.Instance);
            return ExpectMsg<BackoffSupervisor.RestartCount>().Count == 0;
        });
    }

    [Fact]
    public void The_count_is_reset_by_hand_if_so_told()
    {
        var supervisor = OnFailure(-1, options => options.WithManualReset());
        supervisor.Tell(new InvalidOperationException("x"));
        ExpectMsg("started");
        supervisor.Tell(BackoffSupervisor.GetRestartCount.Instance);
        Assert.Equal(1, ExpectMsg<BackoffSupervisor.RestartCount>().Count);
        supervisor.Tell(BackoffSupervisor.Reset.Instance);
        supervisor.Tell(BackoffSupervisor.GetRestartCount.Instance);
        Assert.Equal(0, ExpectMsg<BackoffSupervisor.RestartCount>().Count);
    }

    [Fact]
    public void A_child_that_stops_by_itself_ends_its_supervisor()
    {
        var supervisor = OnFailure(10);
        Watch(supervisor);
        supervisor.Tell("stop");
        ExpectTerminated(supervisor);
    }

    [Fact]
    public void The_given_strategy_decides_what_is_started_again()
    {
        var supervisor = OnFailure(10, options => options.WithSupervisorStrategy(new OneForOneStrategy(
            10, Timeout.InfiniteTimeSpan, failure => failure is InvalidOperationException ? Directive.Restart : Directive.Stop)));
        supervisor.Tell(new InvalidOperationException("again"));
        ExpectMsg("started");
        Watch(supervisor);
        supervisor.Tell(new ArgumentException("stop"));
        ExpectTerminated(supervisor);
    }

    [Fact]
    public void While_there_is_no_child_the_supervisor_may_answer()
    {
        var options = Backoff.OnFailure(ChildProps, "child", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), 0, 10)
            .WithReplyWhileStopped("come back later");
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(options));
        ExpectMsg("started");
        supervisor.Tell(new InvalidOperationException("x"));
        AwaitCondition(() =>
        {
            supervisor.Tell("hello?");
            return ReceiveOne(TimeSpan.FromMilliseconds(200)) is "come back later";
        });
    }

    [Fact]
    public void The_childs_messages_to_its_parent_go_on_to_the_supervisors_parent()
    {
        var options = Backoff.OnFailure(ChildProps, "child", Least, Most, 0, 10);
        var supervisor = ChildActorOf(BackoffSupervisor.Props(options));
        ExpectMsg("started");
        supervisor.Tell("parent");
        ExpectMsg("from the child");
        Assert.Equal(supervisor, LastSender);
    }

    [Fact]
    public void With_OnStop_a_child_that_stops_is_started_again()
    {
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(Backoff.OnStop(ChildProps, "child", Least, Most, 0.2, 2).WithManualReset()));
        Watch(supervisor);
        ExpectMsg("started");
        for (var i = 0; i < 2; i++)
        {
            supervisor.Tell("stop");
            ExpectMsg("started");
        }

        supervisor.Tell("stop");
        ExpectTerminated(supervisor);
    }

    [Theory]
    [InlineData(0, 10, 0.1)]
    [InlineData(10, 5, 0.1)]
    [InlineData(10, 20, 1.5)]
    public void Impossible_delays_are_refused(int least, int most, double factor)
    {
        var options = Backoff.OnFailure(ChildProps, "child", TimeSpan.FromMilliseconds(least), TimeSpan.FromMilliseconds(most), factor, 1);
        Assert.Throws<ArgumentException>(() => BackoffSupervisor.Props(options));
    }
}
