using System.Collections.Concurrent;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor.Internal;

/// <summary>The actor system. It ends from the leaves up: <c>/user</c>, then <c>/system</c>, then the root, then the clock.</summary>
internal sealed class ActorSystemImpl : ActorSystem
{
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentStack<Action> _onTermination = new();
    private readonly LocalActorRef _user;
    private readonly LocalActorRef _system;
    private readonly ActorPath _temp;
    private readonly DeadLetterLog _deadLetterLog;
    private long _uids;
    private long _temps;

    private ActorSystemImpl(string name, Config config, TimeProvider time)
    {
        Name = name;
        Time = time;
        Settings = new Settings(this, config);
        Address = new Address("akka", name);
        Timers = new TimeProviderScheduler(time);
        EventStream = new EventStream(debug: false);
        EventStream.SetLogLevel(Logging.LogLevelFor(Settings.LogLevel));
        if (Settings.Loggers.Any(name => name.StartsWith("Akka.Event.DefaultLogger", StringComparison.Ordinal)))
            EventStream.AddSink(static entry => Console.Out.WriteLine(entry));
        Log = Logging.GetLogger(this, this);
        var rootPath = new RootActorPath(Address);
        _temp = rootPath / "temp";
        DeadLetters = new DeadLetterActorRef(this, rootPath / "deadLetters");
        _deadLetterLog = new DeadLetterLog(this);

        var root = new LocalActorRef(this, Props.Create<RootGuardian>(), new RootSupervisor(this, End), rootPath);
        root.Start();
        _user = root.Cell.MakeChild(Props.Create<Guardian>(), "user");
        _system = root.Cell.MakeChild(Props.Create<Guardian>(), "system");
        root.Tell(new RootGuardian.Children(_user, _system), ActorRefs.NoSender);
    }

    public override string Name { get; }

    public override Settings Settings { get; }

    public override IActorRef DeadLetters { get; }

    public override EventStream EventStream { get; }

    public override IScheduler Scheduler => Timers;

    public override ILoggingAdapter Log { get; }

    public override Task WhenTerminated => _terminated.Task;

    internal Address Address { get; }

    internal TimeProvider Time { get; }

    internal TimeProviderScheduler Timers { get; }

    internal int Throughput => Settings.Throughput;

    internal TimeSpan AskTimeout => Settings.AskTimeout;

    /// <summary>What other assemblies keep with the system, by type.</summary>
    internal ConcurrentDictionary<Type, object> Extensions { get; } = new();

    internal bool IsTerminating { get; private set; }

    public override IActorRef ActorOf(Props props, string? name = null) => _user.Cell.MakeChild(props, name);

    public override void Stop(IActorRef actor)
    {
        if (actor is not IInternalActorRef target) throw new ArgumentException($"{actor} is not a ref of this system.", nameof(actor));
        target.SendSystemMessage(new Dispatch.SysMsg.Terminate());
    }

    public override Task Terminate()
    {
        IsTerminating = true;
        _user.Stop();
        return WhenTerminated;
    }

    public override void RegisterOnTermination(Action code)
    {
        ArgumentNullException.ThrowIfNull(code);
        _onTermination.Push(code);
        if (WhenTerminated.IsCompleted) RunTerminationCallbacks();
    }

    public override string ToString() => Address.ToString();

    internal static ActorSystemImpl Start(string name, Config config, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!char.IsAsciiLetterOrDigit(name[0]) || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
        {
            throw new ArgumentException(
                $"Invalid ActorSystem name [{name}], must contain only word characters (i.e. [a-zA-Z0-9] plus non-leading '-' and '_')",
                nameof(name));
        }

        return new ActorSystemImpl(name, config, time);
    }

    /// <summary>Makes an actor below <c>/system</c>, which outlives those below <c>/user</c>.</summary>
    internal IActorRef SystemActorOf(Props props, string? name = null) => _system.Cell.MakeChild(props, name);

    internal long NextUid() => Interlocked.Increment(ref _uids);

    internal ActorPath NextTempPath() => new ChildActorPath(_temp, $"${Interlocked.Increment(ref _temps)}", NextUid());

    internal void PublishDeadLetter(object message, IActorRef? sender, IActorRef recipient)
    {
        if (message is AllDeadLetters or IDeadLetterSuppression)
        {
            EventStream.Publish(message as AllDeadLetters ?? new SuppressedDeadLetter(message, sender ?? DeadLetters, recipient));
            return;
        }

        var letter = new DeadLetter(message, sender ?? DeadLetters, recipient);
        _deadLetterLog.Note(letter);
        EventStream.Publish(letter);
    }

    private void End()
    {
        RunTerminationCallbacks();
        Timers.Dispose();
        _terminated.TrySetResult();
    }

    private void RunTerminationCallbacks()
    {
        while (_onTermination.TryPop(out var code))
        {
            try
            {
                code();
            }
            catch (Exception cause)
            {
                EventStream.Publish(new Error(cause, Name, GetType(), "A termination callback failed"));
            }
        }
    }
}
