using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Event;

/// <summary>The bus of a system: who subscribes to a type is sent every event of that type and of those below it.
/// An actor that ends is unsubscribed.</summary>
public class EventStream : LoggingBus
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IActorRef, HashSet<Type>> _subscriptions = [];

    /// <summary>Who is sent an event, by its type; rebuilt after each change of the subscriptions.</summary>
    private volatile ConcurrentDictionary<Type, IActorRef[]> _receivers = new();

    private volatile int _subscribers;

    /// <summary>An empty bus.</summary>
    public EventStream(bool debug) => _ = debug;

    /// <summary>Sends events of <paramref name="channel"/> to <paramref name="subscriber"/>; false if it has been so already.</summary>
    public bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        bool added;
        lock (_lock)
        {
            if (!_subscriptions.TryGetValue(subscriber, out var channels)) _subscriptions.Add(subscriber, channels = []);
            added = channels.Add(channel);
            Changed();
        }

        // It may have ended just before it was in the list.
        if (IsDead(subscriber)) Unsubscribe(subscriber);
        return added;
    }

    /// <summary>Takes back a subscription to <paramref name="channel"/>; false if there was none.</summary>
    public bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        lock (_lock)
        {
            if (!_subscriptions.TryGetValue(subscriber, out var channels) || !channels.Remove(channel)) return false;
            if (channels.Count == 0) _subscriptions.Remove(subscriber);
            Changed();
            return true;
        }
    }

    /// <summary>Takes back all subscriptions; false if there was none.</summary>
    public bool Unsubscribe(IActorRef subscriber)
    {
        lock (_lock)
        {
            if (!_subscriptions.Remove(subscriber)) return false;
            Changed();
            return true;
        }
    }

    /// <inheritdoc/>
    public override void Publish(object @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        if (@event is LogEvent entry)
        {
            if (!IsEnabled(entry.LogLevel())) return;
            WriteToSinks(entry);
        }

        if (_subscribers == 0) return;
        foreach (var receiver in _receivers.GetOrAdd(@event.GetType(), ReceiversOf))
        {
            if (!IsDead(receiver)) receiver.Tell(@event, ActorRefs.NoSender);
        }
    }

    /// <summary>Unsubscribes an actor that has ended.</summary>
    internal void Forget(IActorRef actor)
    {
        if (_subscribers > 0) Unsubscribe(actor);
    }

    private static bool IsDead(IActorRef subscriber) => subscriber is IInternalActorRef { IsTerminated: true };

    private void Changed()
    {
        _subscribers = _subscriptions.Count;
        _receivers = new ConcurrentDictionary<Type, IActorRef[]>();
    }

    private IActorRef[] ReceiversOf(Type type)
    {
        lock (_lock)
            return [.. _subscriptions.Where(each => each.Value.Any(channel => channel.IsAssignableFrom(type))).Select(each => each.Key)];
    }
}

/// <summary>Subscriptions by type parameter.</summary>
public static class EventStreamExtensions
{
    /// <summary>Sends events of <typeparamref name="TChannel"/> to <paramref name="subscriber"/>; false if it has been so already.</summary>
    public static bool Subscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Subscribe(subscriber, typeof(TChannel));

    /// <summary>Takes back a subscription to <typeparamref name="TChannel"/>; false if there was none.</summary>
    public static bool Unsubscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Unsubscribe(subscriber, typeof(TChannel));
}
