using Akka.Actor;
using Akka.Configuration;

namespace ActorMigrate.ActorLayer.Tests.Runtime;

/// <summary>Many messages, many actors, random failures: nothing lost, nothing out of order, nothing stuck.</summary>
public sealed class StressTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly ActorSystem _system = ActorSystem.Create(
        "stress", ConfigurationFactory.ParseString("akka { loglevel = OFF, log-dead-letters = off }"));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate().WaitAsync(Limit);

    private sealed record Numbered(int Sender, int Number);

    private sealed record Fail(Directive Directive);

    private sealed class DirectedFailure(Directive directive) : Exception
    {
        public Directive Directive { get; } = directive;
    }

    /// <summary>What has come, kept outside of the actor so that it outlives restarts.</summary>
    private sealed class Ledger(int senders, int total)
    {
        private readonly int[] _next = new int[senders];
        private int _received;
        private int _running;

        public string? Wrong { get; private set; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Enter()
        {
            if (Interlocked.Increment(ref _running) != 1) Wrong = "two messages at a time";
        }

        public void Leave() => Interlocked.Decrement(ref _running);

        public void Note(Numbered message)
        {
            if (_next[message.Sender]++ != message.Number) Wrong ??= $"{message} after {_next[message.Sender] - 2}";
            if (++_received == total) Done.TrySetResult();
        }
    }

    private sealed class Receiver : ReceiveActor
    {
        public Receiver(Ledger ledger, bool async)
        {
            Receive<Fail>(fail => throw new DirectedFailure(fail.Directive));
            if (async)
            {
                ReceiveAsync<Numbered>(async message =>
                {
                    ledger.Enter();
                    if (message.Number % 16 == 0) await Task.Yield();
                    ledger.Leave();
                    ledger.Note(message);
                });
            }
            else
            {
                Receive<Numbered>(message =>
                {
                    ledger.Enter();
                    ledger.Note(message);
                    ledger.Leave();
                });
            }
        }
    }

    private sealed class Supervisor : ReceiveActor
    {
        public Supervisor() => Receive<Props>(props => Sender.Tell(Context.ActorOf(props)));

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
            cause => cause is DirectedFailure failure ? failure.Directive : Directive.Escalate);
    }

    [Theory]
    [InlineData(false, 3_000_000)]
    [InlineData(true, 600_000)]
    public async Task Order_is_kept_and_nothing_is_lost_over_random_failures(bool async, int total)
    {
        const int Senders = 6;
        var ledger = new Ledger(Senders, total);
        var supervisor = _system.ActorOf(Props.Create<Supervisor>());
        var receiver = await supervisor.Ask<IActorRef>(Props.Create(() => new Receiver(ledger, async)), Limit);

        var sending = Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
        {
            var random = new Random(sender);
            for (var number = 0; number < total / Senders; number++)
            {
                if (random.Next(1000) == 0) receiver.Tell(new Fail(random.Next(2) == 0 ? Directive.Restart : Directive.Resume), ActorRefs.NoSender);
                receiver.Tell(new Numbered(sender, number), ActorRefs.NoSender);
            }
        })).ToArray();

        await Task.WhenAll(sending).WaitAsync(Limit);
        await ledger.Done.Task.WaitAsync(Limit);
        Assert.Null(ledger.Wrong);
    }

    private sealed class RingMember : ReceiveActor
    {
        public RingMember(TaskCompletionSource done)
        {
            IActorRef next = ActorRefs.Nobody;
            Receive<IActorRef>(member => next = member);
            Receive<int>(left =>
            {
                if (left == 0) done.TrySetResult();
                else next.Tell(left - 1);
            });
        }
    }

    [Fact]
    public async Task A_token_goes_round_thousands_of_actors()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ring = Enumerable.Range(0, 5000).Select(_ => _system.ActorOf(Props.Create(() => new RingMember(done)))).ToArray();
        for (var i = 0; i < ring.Length; i++) ring[i].Tell(ring[(i + 1) % ring.Length], ActorRefs.NoSender);
        ring[0].Tell(300_000, ActorRefs.NoSender);
        await done.Task.WaitAsync(Limit);
    }

    private sealed class Flooding : ReceiveActor
    {
        public Flooding() => Receive<string>(text => Self.Tell(text));
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }

    [Fact]
    public async Task Actors_that_flood_themselves_do_not_starve_the_others()
    {
        foreach (var _ in Enumerable.Range(0, 4 * Environment.ProcessorCount)) _system.ActorOf(Props.Create<Flooding>()).Tell("again", ActorRefs.NoSender);
        var echo = _system.ActorOf(Props.Create<Echo>());
        for (var i = 0; i < 1000; i++) Assert.Equal(i, await echo.Ask<int>(i, Limit));
    }

    /// <summary>A tree that grows, fails and dies at random, and counts its births and deaths.</summary>
    private sealed class Mortal : ReceiveActor
    {
        private readonly Population _population;

        public Mortal(Population population, int depth)
        {
            _population = population;
            var random = new Random(population.NextSeed());
            Receive<string>(_ =>
            {
                var children = Context.GetChildren().ToList();
                switch (random.Next(10))
                {
                    case < 3 when depth > 0 && children.Count < 8:
                        var child = Context.ActorOf(Props.Create(() => new Mortal(population, depth - 1)));
                        Context.Watch(child);
                        Interlocked.Increment(ref population.Watched);
                        break;
                    case 3 when children.Count > 0:
                        Context.Stop(children[random.Next(children.Count)]);
                        break;
                    case 4:
                        throw new DirectedFailure((Directive)random.Next(4));
                    case 5 when children.Count > 0:
                        children[random.Next(children.Count)].Tell(PoisonPill.Instance);
                        break;
                    case 6 when children.Count > 0:
                        children[random.Next(children.Count)].Tell(Kill.Instance);
                        break;
                    default:
                        foreach (var each in children) each.Tell("live");
                        break;
                }
            });
            Receive<Terminated>(_ => Interlocked.Increment(ref population.Told));
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(5, TimeSpan.FromSeconds(1),
            cause => cause is DirectedFailure failure ? failure.Directive : Directive.Stop);

        protected override void PreStart() => Interlocked.Increment(ref _population.Started);

        protected override void PostStop() => Interlocked.Increment(ref _population.Stopped);
    }

    private sealed class Population(int seed)
    {
        public int Started;
        public int Stopped;
        public int Watched;
        public int Told;
        private int _seed = seed;

        public int NextSeed() => Interlocked.Increment(ref _seed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public async Task Random_trees_of_actors_always_come_to_an_end(int seed)
    {
        var population = new Population(seed);
        var roots = Enumerable.Range(0, 20).Select(_ => _system.ActorOf(Props.Create(() => new Mortal(population, 4)))).ToList();
        for (var i = 0; i < 3000; i++)
        {
            foreach (var root in roots) root.Tell("live", ActorRefs.NoSender);
            if (i % 100 == 0) await Task.Yield();
        }

        foreach (var root in roots) Assert.True(await root.GracefulStop(Limit));
        Assert.Equal(population.Started, population.Stopped);
        Assert.True(population.Told <= population.Watched, $"{population.Told} ends told of {population.Watched}");
        Assert.True(population.Started > 1000, $"only {population.Started} actors");
    }

    private sealed class Watching : ReceiveActor
    {
        public Watching(IActorRef[] subjects, TaskCompletionSource<int[]> told)
        {
            var counts = new int[subjects.Length];
            var index = subjects.Select((subject, i) => (subject, i)).ToDictionary(each => each.subject, each => each.i);
            var left = subjects.Length;
            foreach (var subject in subjects) Context.Watch(subject);
            Receive<Terminated>(ended =>
            {
                counts[index[ended.ActorRef]]++;
                if (--left == 0) Self.Tell("last");
            });
            Receive<string>(_ => told.TrySetResult(counts));
        }
    }

    [Fact]
    public async Task Every_end_is_told_once_to_every_watcher_whenever_it_began_to_watch()
    {
        const int Subjects = 2000;
        var subjects = Enumerable.Range(0, Subjects).Select(_ => _system.ActorOf(Props.Create<Echo>())).ToArray();
        var stopping = Task.Run(() =>
        {
            foreach (var subject in subjects) _system.Stop(subject);
        });
        var told = new List<TaskCompletionSource<int[]>>();
        for (var i = 0; i < 10; i++)
        {
            var counts = new TaskCompletionSource<int[]>(TaskCreationOptions.RunContinuationsAsynchronously);
            told.Add(counts);
            _system.ActorOf(Props.Create(() => new Watching(subjects, counts)));
        }

        await stopping.WaitAsync(Limit);
        foreach (var counts in told) Assert.All(await counts.Task.WaitAsync(Limit), count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task Ended_actors_are_not_kept_in_memory()
    {
        var ended = await StartAndStop(200);
        for (var i = 0; i < 20 && ended.Any(each => each.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        // The last turns of pool threads may hold a few.
        Assert.True(ended.Count(each => each.IsAlive) < 20, $"{ended.Count(each => each.IsAlive)} of {ended.Count} still live");
    }

    private async Task<List<WeakReference>> StartAndStop(int count)
    {
        var references = new List<WeakReference>();
        for (var i = 0; i < count; i++)
        {
            var actor = _system.ActorOf(Props.Create<Echo>());
            Assert.Equal(i, await actor.Ask<int>(i, Limit));
            Assert.True(await actor.GracefulStop(Limit));
            references.Add(new WeakReference(actor));
        }

        return references;
    }
}
