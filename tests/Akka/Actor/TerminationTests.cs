using Akka.Actor;

namespace ActorMigrate.ActorLayer.Tests.Actor;

public sealed class TerminationTests
{
    private sealed class Node : ReceiveActor
    {
        private readonly Counts _counts;

        public Node(Counts counts, int depth)
        {
            _counts = counts;
            for (var i = 0; i < 4 && depth > 0; i++) Context.ActorOf(Props.Create(() => new Node(counts, depth - 1)));
            ReceiveAny(_ => { });
        }

        protected override void PreStart() => _counts.Started();

        protected override void PostStop() => Interlocked.Increment(ref _counts.Stops);
    }

    private sealed class Counts(int expected)
    {
        public int Starts;
        public int Stops;

        public TaskCompletionSource AllStarted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Started()
        {
            if (Interlocked.Increment(ref Starts) == expected) AllStarted.SetResult();
        }
    }

    private sealed class Failing : UntypedActor
    {
        protected override void OnReceive(object message) => throw new InvalidOperationException("failed");
    }

    private static ActorSystem System() =>
        ActorSystem.Create("ending", Akka.Configuration.ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }"));

    [Fact]
    public async Task Terminate_ends_every_actor_once()
    {
        var counts = new Counts(1365);
        var system = System();
        system.ActorOf(Props.Create(() => new Node(counts, 5)));
        await counts.AllStarted.Task.WaitAsync(TimeSpan.FromSeconds(30));

        var ended = system.Terminate();
        await ended.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
        Assert.Equal(1365, counts.Starts);
        Assert.Equal(1365, counts.Stops);
    }

    [Fact]
    public async Task Terminate_twice_is_as_once()
    {
        var system = System();
        await Task.WhenAll(system.Terminate(), system.Terminate()).WaitAsync(TimeSpan.FromSeconds(10));
        await system.Terminate().WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Terminate_ends_actors_whose_mailboxes_are_full()
    {
        var system = System();
        var actor = system.ActorOf(Props.Create(() => new Node(new Counts(1), 0)));
        for (var i = 0; i < 100_000; i++) actor.Tell(i, ActorRefs.NoSender);
        await system.Terminate().WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Callbacks_run_when_the_system_has_ended()
    {
        var system = System();
        var called = new TaskCompletionSource();
        system.RegisterOnTermination(() => called.SetResult());
        Assert.False(called.Task.IsCompleted);
        await system.Terminate().WaitAsync(TimeSpan.FromSeconds(10));
        await called.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task No_actor_is_made_after_the_end()
    {
        var system = System();
        await system.Terminate().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.ThrowsAny<Exception>(() => system.ActorOf(Props.Create<Failing>()));
    }

    [Fact]
    public async Task Messages_to_an_ended_system_are_harmless()
    {
        var system = System();
        var actor = system.ActorOf(Props.Create<Failing>());
        await system.Terminate().WaitAsync(TimeSpan.FromSeconds(10));
        for (var i = 0; i < 1000; i++) actor.Tell(i, ActorRefs.NoSender);
    }

    [Fact]
    public async Task An_ask_fails_in_time_also_when_its_system_ends()
    {
        var system = System();
        var actor = system.ActorOf(Props.Create(() => new Node(new Counts(1), 0)));
        var before = actor.Ask<string>("x", TimeSpan.FromMilliseconds(300));
        await system.Terminate().WaitAsync(TimeSpan.FromSeconds(10));
        var after = actor.Ask<string>("x", TimeSpan.FromMilliseconds(20));
        await Assert.ThrowsAsync<AskTimeoutException>(() => before.WaitAsync(TimeSpan.FromSeconds(10)));
        await Assert.ThrowsAsync<AskTimeoutException>(() => after.WaitAsync(TimeSpan.FromSeconds(10)));
    }
}
