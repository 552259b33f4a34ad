using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>An actor whose behaviour is a list of handlers by message type, given in its constructor and in <c>Become</c>.</summary>
public abstract class ReceiveActor : UntypedActor
{
    private ReceiveHandlers? _configuring = new();
    private ReceiveHandlers _current;

    /// <summary>Takes handlers until the constructors have run.</summary>
    protected ReceiveActor() => _current = _configuring;

    private ReceiveHandlers Configuring => _configuring ?? throw new InvalidOperationException(
        "Receive methods may only be called in the constructor and inside Become().");

    internal void EndConfiguration() => _configuring = null;

    /// <inheritdoc/>
    protected sealed override void OnReceive(object message)
    {
        if (!_current.Handle(message)) Unhandled(message);
    }

    /// <summary>Handles messages with the handlers that <paramref name="configure"/> gives, from the next one on.</summary>
    protected void Become(Action configure) => base.Become(Behaviour(configure));

    /// <summary>As <see cref="Become(Action)"/>, and keeps the present handlers for <see cref="ActorBase.UnbecomeStacked"/>.</summary>
    protected void BecomeStacked(Action configure) => base.BecomeStacked(Behaviour(configure));

    /// <summary>Handles messages of <typeparamref name="T"/> that satisfy <paramref name="shouldHandle"/>.</summary>
    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null) =>
        Configuring.Add(typeof(T), message =>
        {
            if (shouldHandle is not null && !shouldHandle((T)message)) return false;
            handler((T)message);
            return true;
        });

    /// <summary>Handles messages of <typeparamref name="T"/> that satisfy <paramref name="shouldHandle"/>.</summary>
    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Receive(handler, shouldHandle);

    /// <summary>Handles messages of <typeparamref name="T"/> for which <paramref name="handler"/> returns true.</summary>
    protected void Receive<T>(Func<T, bool> handler) => Configuring.Add(typeof(T), message => handler((T)message));

    /// <summary>Handles messages of <paramref name="messageType"/> that satisfy <paramref name="shouldHandle"/>.</summary>
    protected void Receive(Type messageType, Action<object> handler, Predicate<object>? shouldHandle = null) =>
        Configuring.Add(messageType, message =>
        {
            if (shouldHandle is not null && !shouldHandle(message)) return false;
            handler(message);
            return true;
        });

    /// <summary>Handles messages of <paramref name="messageType"/> that satisfy <paramref name="shouldHandle"/>.</summary>
    protected void Receive(Type messageType, Predicate<object> shouldHandle, Action<object> handler) =>
        Receive(messageType, handler, shouldHandle);

    /// <summary>Handles messages of <paramref name="messageType"/> for which <paramref name="handler"/> returns true.</summary>
    protected void Receive(Type messageType, Func<object, bool> handler) => Configuring.Add(messageType, handler);

    /// <summary>Handles whatever no handler before this one took; the last one of a behaviour.</summary>
    protected void ReceiveAny(Action<object> handler) => Configuring.AddAny(handler);

    /// <summary>As <see cref="Receive{T}(Action{T}, Predicate{T})"/>; the next message waits until the task has ended.</summary>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null) =>
        Receive<T>(message => RunTask(() => handler(message)), shouldHandle);

    /// <summary>As <see cref="Receive{T}(Action{T}, Predicate{T})"/>; the next message waits until the task has ended.</summary>
    protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => ReceiveAsync(handler, shouldHandle);

    /// <summary>As <see cref="Receive(Type, Action{object}, Predicate{object})"/>; the next message waits until the task has ended.</summary>
    protected void ReceiveAsync(Type messageType, Func<object, Task> handler, Predicate<object>? shouldHandle = null) =>
        Receive(messageType, message => RunTask(() => handler(message)), shouldHandle);

    /// <summary>As <see cref="Receive(Type, Action{object}, Predicate{object})"/>; the next message waits until the task has ended.</summary>
    protected void ReceiveAsync(Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler) =>
        ReceiveAsync(messageType, handler, shouldHandle);

    /// <summary>As <see cref="ReceiveAny"/>; the next message waits until the task has ended.</summary>
    protected void ReceiveAnyAsync(Func<object, Task> handler) => ReceiveAny(message => RunTask(() => handler(message)));

    private UntypedReceive Behaviour(Action configure)
    {
        var outer = _configuring;
        var handlers = _configuring = new ReceiveHandlers();
        try
        {
            configure();
        }
        finally
        {
            _configuring = outer;
        }

        return message =>
        {
            if (!handlers.Handle(message)) Unhandled(message);
        };
    }
}
