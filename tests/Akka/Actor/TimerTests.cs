using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.ActorLayer.Tests.Actor;

public sealed class TimerTests() : TestKit("akka.loglevel = OFF")
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private sealed class Clock : ReceiveActor, IWithTimers
    {
        private readonly IActorRef _report;
        private static int s_incarnations;
        private readonly int _incarnation = Interlocked.Increment(ref s_incarnations);

        public Clock(IActorRef report)
        {
            _report = report;
            Receive<Action<ITimerScheduler>>(use => use(Timers));
            Receive<Exception>(failure => throw failure);
            Receive<Tick>(tick => report.Tell(tick.Incarnation == 0 ? tick.Name : tick.Incarnation == _incarnation ? "own" : "of another"));
            Receive<string>(text => report.Tell(text));
            Receive<int>(count =>
            {
                // Ticks pile up in the mailbox while the actor does not look.
                for (var i = 0; i < count; i++) Timers.StartSingleTimer(i, new Tick("tick", _incarnation), TimeSpan.Zero);
                Thread.Sleep(50);
                throw new InvalidOperationException("fail with ticks in the mailbox");
            });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PostStop() => _report.Tell("stopped");
    }

    private sealed record Tick(string Name, int Incarnation = 0);

    private IActorRef Start(params Action<ITimerScheduler>[] uses)
    {
        var clock = Sys.ActorOf(Props.Create(() => new Clock(TestActor)));
        foreach (var use in uses) clock.Tell(use);
        return clock;
    }

    [Fact]
    public void A_single_timer_ticks_once()
    {
        Start(timers => timers.StartSingleTimer("k", new Tick("once"), Soon));
        ExpectMsg("once");
        ExpectNoMsg();
    }

    [Fact]
    public void A_periodic_timer_ticks_until_it_is_cancelled()
    {
        var clock = Start(timers => timers.StartPeriodicTimer("k", new Tick("again"), Soon));
        for (var i = 0; i < 5; i++) ExpectMsg("again");
        clock.Tell((Action<ITimerScheduler>)(timers => timers.Cancel("k")));
        clock.Tell("cancelled");
        FishForMessage(message => message is "cancelled");
        ExpectNoMsg();
    }

    [Fact]
    public void A_periodic_timer_may_start_later()
    {
        Start(timers => timers.StartPeriodicTimer("k", new Tick("x"), TimeSpan.Zero, Never));
        ExpectMsg("x");
        ExpectNoMsg();
    }

    [Fact]
    public void A_new_timer_replaces_the_one_with_its_key()
    {
        Start(
            timers => timers.StartSingleTimer("k", new Tick("old"), TimeSpan.Zero),
            timers => timers.StartSingleTimer("k", new Tick("new"), Soon));
        FishForMessage(message => message is "new");
        ExpectNoMsg();
    }

    [Fact]
    public void A_cancelled_tick_does_not_arrive_even_from_the_mailbox()
    {
        var clock = Start(
            timers =>
            {
                timers.StartSingleTimer("k", new Tick("cancelled"), TimeSpan.Zero);
                Thread.Sleep(50);
                timers.Cancel("k");
            });
        clock.Tell("after");
        ExpectMsg("after");
        ExpectNoMsg();
    }

    [Fact]
    public void A_timer_is_active_until_it_has_ticked()
    {
        var active = new List<bool>();
        var clock = Start(
            timers =>
            {
                active.Add(timers.IsTimerActive("k"));
                timers.StartSingleTimer("k", new Tick("x"), Soon);
                active.Add(timers.IsTimerActive("k"));
            });
        ExpectMsg("x");
        clock.Tell((Action<ITimerScheduler>)(timers => active.Add(timers.IsTimerActive("k"))));
        clock.Tell("asked");
        ExpectMsg("asked");
        Assert.Equal([false, true, false], active);
    }

    [Fact]
    public void A_restarted_actor_gets_no_tick_of_its_former_instance()
    {
        var clock = Start();
        for (var round = 0; round < 5; round++)
        {
            clock.Tell(50);
            ExpectMsg("stopped");
        }

        clock.Tell("alive");
        ExpectMsg("alive");
        ExpectNoMsg();
    }

    [Fact]
    public void A_periodic_timer_ends_with_its_instance()
    {
        var clock = Start(timers => timers.StartPeriodicTimer("k", new Tick("x"), Soon));
        ExpectMsg("x");
        clock.Tell(new InvalidOperationException("restart"));
        FishForMessage(message => message is "stopped");
        ExpectNoMsg();
    }

    [Fact]
    public void CancelAll_ends_all_timers()
    {
        var clock = Start(timers =>
        {
            for (var i = 0; i < 10; i++) timers.StartPeriodicTimer(i, new Tick("x"), Soon);
            timers.CancelAll();
        });
        clock.Tell("done");
        ExpectMsg("done");
        ExpectNoMsg();
    }

    [Fact]
    public void A_message_may_be_scheduled_for_anyone()
    {
        Sys.Scheduler.ScheduleTellOnce(Soon, TestActor, "once", ActorRefs.NoSender);
        ExpectMsg("once");
        var cancelable = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(Soon, Soon, TestActor, "again", ActorRefs.NoSender);
        ExpectMsg("again");
        ExpectMsg("again");
        cancelable.Cancel();
        ReceiveWhile<object>(TimeSpan.FromMilliseconds(100), message => message);
        ExpectNoMsg();
    }

    [Fact]
    public void A_cancelled_schedule_does_not_come()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(50), TestActor, "x", ActorRefs.NoSender, cancelable);
        cancelable.Cancel();
        ExpectNoMsg(200);
        Assert.True(cancelable.IsCancellationRequested);
    }
}
