using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.ActorLayer.Tests.Actor;

public sealed class AsyncHandlerTests() : TestKit("akka.loglevel = OFF")
{
    private sealed class Waiting : ReceiveActor
    {
        private int _busy;

        public Waiting(IActorRef log)
        {
            ReceiveAsync<Task>(async gate =>
            {
                var self = Self;
                var sender = Sender;
                if (Interlocked.Increment(ref _busy) != 1) log.Tell("two at a time");
                await gate;
                log.Tell((self.Equals(Self), sender.Equals(Sender)));
                await Task.Yield();
                await Task.Delay(1);
                if (Interlocked.Decrement(ref _busy) != 0) log.Tell("two at a time");
                Sender.Tell("handled");
            });
            ReceiveAsync<Exception>(async failure =>
            {
                await Task.Yield();
                throw failure;
            });
            ReceiveAsync<Func<Task>>(run => run());
            Receive<string>(text => Sender.Tell(text));
            ReceiveAnyAsync(async message =>
            {
                await Task.Yield();
                Sender.Tell(message);
            });
        }

        protected override void PreRestart(Exception reason, object message)
        {
            Sender.Tell($"restarting for {reason.Message} on {message.GetType().Name}");
            base.PreRestart(reason, message);
        }
    }

    private IActorRef Start() => Sys.ActorOf(Props.Create(() => new Waiting(TestActor)));

    [Fact]
    public void The_next_message_waits_until_the_handler_has_ended()
    {
        var gate = new TaskCompletionSource();
        var actor = Start();
        actor.Tell(gate.Task);
        actor.Tell("next");
        ExpectNoMsg();

        gate.SetResult();

        ExpectMsg((true, true));
        ExpectMsg("handled");
        ExpectMsg("next");
    }

    [Fact]
    public void Self_and_Sender_are_the_same_after_an_await()
    {
        var actor = Start();
        var others = Enumerable.Range(0, 20).Select(_ => CreateTestProbe()).ToList();
        var gate = new TaskCompletionSource();
        foreach (var other in others) other.Send(actor, gate.Task);
        gate.SetResult();
        foreach (var other in others)
        {
            ExpectMsg((true, true));
            other.ExpectMsg("handled");
        }
    }

    [Fact]
    public void A_failure_after_an_await_goes_to_the_supervisor()
    {
        var actor = Start();
        actor.Tell(new InvalidOperationException("late"));
        actor.Tell("next");
        ExpectMsg("restarting for late on InvalidOperationException");
        ExpectMsg("next");
    }

    [Fact]
    public void A_cancelled_handler_has_failed()
    {
        var actor = Start();
        actor.Tell(Task.FromCanceled(new CancellationToken(canceled: true)));
        ExpectMsg<string>(text => text.StartsWith("restarting for", StringComparison.Ordinal));
    }

    [Fact]
    public void Order_is_kept_across_handlers_of_both_kinds()
    {
        var actor = Start();
        for (var i = 0; i < 500; i++) actor.Tell(i % 2 == 0 ? i : $"{i}");
        for (var i = 0; i < 500; i++) ExpectMsg<object>(i % 2 == 0 ? i : $"{i}");
    }

    [Fact]
    public void A_waiting_handler_does_not_keep_the_actor_from_being_stopped()
    {
        var actor = Start();
        Watch(actor);
        actor.Tell((Func<Task>)(async () =>
        {
            TestActor.Tell("waiting");
            await new TaskCompletionSource().Task;
        }));
        actor.Tell("never");
        ExpectMsg("waiting");
        Sys.Stop(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public async Task Waiting_handlers_hold_no_threads()
    {
        const int Actors = 2000;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = Enumerable.Range(0, Actors).Select(_ => Start()).ToList();
        foreach (var actor in waiting) actor.Tell(gate.Task, TestActor);

        // With all of them waiting, another one still answers.
        Assert.Equal("free", await Start().Ask<string>("free", TimeSpan.FromSeconds(10)));
        gate.SetResult();

        for (var i = 0; i < 2 * Actors; i++) await ExpectMsgAsync<object>(TimeSpan.FromSeconds(20));
        Assert.True(ThreadPool.ThreadCount < 200, $"{ThreadPool.ThreadCount} threads");
    }

    private sealed class Starting : ReceiveActor
    {
        private readonly Task _gate;
        private bool _ready;

        public Starting(Task gate)
        {
            _gate = gate;
            Receive<string>(_ => Sender.Tell(_ready));
        }

        protected override void PreStart() => RunTask(async () =>
        {
            await _gate;
            _ready = true;
        });
    }

    [Fact]
    public void Messages_wait_for_an_asynchronous_start()
    {
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Starting(gate.Task)));
        actor.Tell("ready?");
        ExpectNoMsg();
        gate.SetResult();
        ExpectMsg(true);
    }
}
