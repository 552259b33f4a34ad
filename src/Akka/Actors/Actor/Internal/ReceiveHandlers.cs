namespace Akka.Actor.Internal;

/// <summary>The handlers of one behaviour of a <see cref="ReceiveActor"/>, tried in the order they were given.</summary>
internal sealed class ReceiveHandlers
{
    private readonly List<(Type Type, Func<object, bool> Handle)> _handlers = [];
    private bool _takesAll;

    internal void Add(Type type, Func<object, bool> handle)
    {
        if (_takesAll)
            throw new InvalidOperationException("A handler that handles every message has already been added; it must be the last one.");
        _handlers.Add((type, handle));
    }

    internal void AddAny(Action<object> handle)
    {
        Add(typeof(object), message =>
        {
            handle(message);
            return true;
        });
        _takesAll = true;
    }

    internal bool Handle(object message)
    {
        foreach (var (type, handle) in _handlers)
        {
            if (type.IsInstanceOfType(message) && handle(message)) return true;
        }

        return false;
    }
}
