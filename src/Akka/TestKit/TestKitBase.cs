using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>A test's own actor system and actor: what is sent to <see cref="TestActor"/> waits until the test expects it.
/// A message that the test itself sends is from <see cref="TestActor"/>.</summary>
public abstract partial class TestKitBase : IActorRefFactory
{
    private static long s_kits;

    private readonly ITestKitAssertions _assertions;
    private readonly TestQueue _queue = new();
    private MessageEnvelope _last = NullMessageEnvelope.Instance;

    /// <summary>A kit in <paramref name="system"/>, or in one of its own.</summary>
    protected TestKitBase(ITestKitAssertions assertions, ActorSystem? system = null, string? testActorName = null)
        : this(assertions, system, ConfigurationFactory.Empty, null, testActorName)
    {
    }

    /// <summary>A kit in a system of its own.</summary>
    protected TestKitBase(ITestKitAssertions assertions, Config config, string? actorSystemName = null, string? testActorName = null)
        : this(assertions, null, config, actorSystemName, testActorName)
    {
    }

    private TestKitBase(
        ITestKitAssertions assertions, ActorSystem? system, Config config, string? actorSystemName, string? testActorName)
    {
        _assertions = assertions;
        Sys = system ?? ActorSystem.Create(actorSystemName ?? "test", config.WithFallback(DefaultConfig));
        TestKitSettings = new TestKitSettings(Sys.Settings.Config);
        TestActor = CreateTestActor(testActorName ?? $"testActor{Interlocked.Increment(ref s_kits)}");
        if (this is not INoImplicitSender) ImplicitSender.Current = TestActor;
    }

    /// <summary>What a system of a test is configured to if nothing else is said.</summary>
    public static Config DefaultConfig { get; } = ConfigurationFactory.ParseString(
        "akka { loglevel = WARNING, loggers = [], test { timefactor = 1.0, default-timeout = 5s, single-expect-default = 3s, expect-no-message-default = 100ms } }");

    /// <summary>The system.</summary>
    public ActorSystem Sys { get; }

    /// <summary>The actor that receives for this kit.</summary>
    public IActorRef TestActor { get; }

    /// <summary>How long the kit waits.</summary>
    public TestKitSettings TestKitSettings { get; }

    /// <summary>The log of the system.</summary>
    public ILoggingAdapter Log => Sys.Log;

    /// <summary>Whether something was received that the test has not taken.</summary>
    public bool HasMessages => _queue.HasMessages;

    /// <summary>The message that was taken last.</summary>
    public object LastMessage => _last.Message;

    /// <summary>Who sent the message that was taken last.</summary>
    public IActorRef LastSender => _last.Sender;

    /// <summary>Makes an actor below <c>/user</c>.</summary>
    public IActorRef ActorOf(Props props, string? name) => Sys.ActorOf(props, name);

    /// <summary>Makes an actor below <c>/user</c>.</summary>
    public IActorRef ActorOf(Props props) => Sys.ActorOf(props);

    /// <summary>Makes an actor below <c>/user</c>.</summary>
    public IActorRef ActorOf<TActor>()
        where TActor : ActorBase, new() => Sys.ActorOf(Props.Create<TActor>());

    /// <summary>Makes an actor below <c>/user</c>.</summary>
    public IActorRef ActorOf<TActor>(string name)
        where TActor : ActorBase, new() => Sys.ActorOf(Props.Create<TActor>(), name);

    /// <summary>Makes an actor below <c>/user</c>.</summary>
    public IActorRef ActorOf<TActor>(System.Linq.Expressions.Expression<Func<TActor>> factory)
        where TActor : ActorBase => Sys.ActorOf(Props.Create(factory));

    /// <summary>Makes an actor below <c>/user</c>.</summary>
    public IActorRef ActorOf<TActor>(System.Linq.Expressions.Expression<Func<TActor>> factory, string name)
        where TActor : ActorBase => Sys.ActorOf(Props.Create(factory), name);

    /// <summary>Makes an actor below the test actor.</summary>
    public IActorRef ChildActorOf(Props props, string name, CancellationToken cancellationToken = default) =>
        Spawn(props, name, cancellationToken);

    /// <summary>Makes an actor below the test actor.</summary>
    public IActorRef ChildActorOf(Props props, CancellationToken cancellationToken = default) => Spawn(props, null, cancellationToken);

    /// <summary>Makes an actor like <see cref="TestActor"/>, with a queue of its own.</summary>
    public virtual TestProbe CreateTestProbe(string? name = null) => CreateTestProbe(Sys, name);

    /// <summary>Makes an actor like <see cref="TestActor"/> in another system, with a queue of its own.</summary>
    public virtual TestProbe CreateTestProbe(ActorSystem system, string? name = null) => new(system, _assertions, name);

    /// <summary>Watches for <see cref="ExpectTerminated"/>; the watch is in place when this returns.</summary>
    public IActorRef Watch(IActorRef actorToWatch)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TestActor.Tell(new WatchCommand(actorToWatch, done), ActorRefs.NoSender);
        Await(done.Task);
        return actorToWatch;
    }

    /// <summary>Takes a watch back.</summary>
    public IActorRef Unwatch(IActorRef actorToUnwatch)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TestActor.Tell(new UnwatchCommand(actorToUnwatch, done), ActorRefs.NoSender);
        Await(done.Task);
        return actorToUnwatch;
    }

    /// <summary>As <see cref="Watch"/>.</summary>
    public async Task<IActorRef> WatchAsync(IActorRef actorToWatch)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TestActor.Tell(new WatchCommand(actorToWatch, done), ActorRefs.NoSender);
        await done.Task.WaitAsync(Dilated(TestKitSettings.DefaultTimeout)).ConfigureAwait(false);
        return actorToWatch;
    }

    /// <summary>As <see cref="Unwatch"/>.</summary>
    public async Task<IActorRef> UnwatchAsync(IActorRef actorToUnwatch)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TestActor.Tell(new UnwatchCommand(actorToUnwatch, done), ActorRefs.NoSender);
        await done.Task.WaitAsync(Dilated(TestKitSettings.DefaultTimeout)).ConfigureAwait(false);
        return actorToUnwatch;
    }

    /// <summary>Does not keep messages that satisfy <paramref name="shouldIgnoreMessage"/>.</summary>
    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage) =>
        TestActor.Tell(new IgnoreCommand(shouldIgnoreMessage), ActorRefs.NoSender);

    /// <summary>Keeps all messages again.</summary>
    public void IgnoreNoMessages() => TestActor.Tell(new IgnoreCommand(null), ActorRefs.NoSender);

    /// <summary>Lets <paramref name="pilot"/> see messages as they come.</summary>
    public void SetAutoPilot(AutoPilot pilot) => TestActor.Tell(new PilotCommand(pilot), ActorRefs.NoSender);

    /// <summary>A duration on this machine: multiplied by <c>akka.test.timefactor</c>.</summary>
    public TimeSpan Dilated(TimeSpan duration) =>
        duration == Timeout.InfiniteTimeSpan ? duration : duration * TestKitSettings.TestTimeFactor;

    /// <summary>Terminates the system, and waits for it.</summary>
    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false) =>
        Shutdown(Sys, duration, verifySystemShutdown);

    /// <summary>Terminates <paramref name="system"/>, and waits for it.</summary>
    protected virtual void Shutdown(ActorSystem system, TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        var limit = Dilated(duration ?? TestKitSettings.DefaultTimeout);
        if (!system.Terminate().Wait(limit) && verifySystemShutdown)
            throw new TimeoutException($"Failed to stop [{system.Name}] within {limit}");
    }

    private IActorRef CreateTestActor(string name)
    {
        var queue = _queue;
        return ((ActorSystemImpl)Sys).SystemActorOf(Props.Create(() => new InternalTestActor(queue)), name);
    }

    private IActorRef Spawn(Props props, string? name, CancellationToken token)
    {
        var child = new TaskCompletionSource<IActorRef>(TaskCreationOptions.RunContinuationsAsynchronously);
        TestActor.Tell(new SpawnCommand(props, name, child), ActorRefs.NoSender);
        child.Task.Wait(Dilated(TestKitSettings.DefaultTimeout), token);
        return child.Task.Result;
    }

    private void Await(Task task)
    {
        if (!task.Wait(Dilated(TestKitSettings.DefaultTimeout))) throw new TimeoutException("The test actor did not answer.");
    }
}
