using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A tree of actors with a root, a clock, a bus of events and a place for messages to the dead.</summary>
public abstract class ActorSystem : IActorRefFactory, IDisposable
{
    private protected ActorSystem()
    {
    }

    /// <summary>The name, which all paths start with.</summary>
    public abstract string Name { get; }

    /// <summary>The system's settings.</summary>
    public abstract Settings Settings { get; }

    /// <summary>Where messages to the dead go; sent to it, a message is a dead letter.</summary>
    public abstract IActorRef DeadLetters { get; }

    /// <summary>What actors subscribe to that want to know of dead letters, log events and what else is published.</summary>
    public abstract EventStream EventStream { get; }

    /// <summary>The clock.</summary>
    public abstract IScheduler Scheduler { get; }

    /// <summary>The system's own log.</summary>
    public abstract ILoggingAdapter Log { get; }

    /// <summary>Completes when every actor has ended.</summary>
    public abstract Task WhenTerminated { get; }

    /// <summary>Starts a system. The name has ASCII letters, digits, and - or _ after the first.</summary>
    public static ActorSystem Create(string name) => Create(name, ConfigurationFactory.Empty);

    /// <summary>Starts a system with <paramref name="config"/> over the defaults.</summary>
    public static ActorSystem Create(string name, Config config) => ActorSystemImpl.Start(name, config, TimeProvider.System);

    /// <summary>Makes an actor below <c>/user</c>.</summary>
    public abstract IActorRef ActorOf(Props props, string? name = null);

    /// <summary>Stops an actor after the message that it is handling.</summary>
    public abstract void Stop(IActorRef actor);

    /// <summary>Stops all actors, children first; the result is <see cref="WhenTerminated"/>. Again it does nothing more.</summary>
    public abstract Task Terminate();

    /// <summary>Runs <paramref name="code"/> when every actor has ended.</summary>
    public abstract void RegisterOnTermination(Action code);

    /// <summary>Terminates the system, and waits for it.</summary>
    public void Dispose()
    {
        Terminate().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }
}
