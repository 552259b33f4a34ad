namespace Akka.Actor.Internal;

/// <summary>What an actor waits for while children of it are stopping.</summary>
internal abstract record SuspendReason
{
    /// <summary>Nothing: a child was stopped and the actor goes on.</summary>
    internal sealed record UserRequest : SuspendReason;

    /// <summary>Its own first instance.</summary>
    internal sealed record Creation : SuspendReason;

    /// <summary>Its next instance after <paramref name="Cause"/>.</summary>
    internal sealed record Recreation(Exception Cause) : SuspendReason;

    /// <summary>Its own end.</summary>
    internal sealed record Termination : SuspendReason;
}

/// <summary>The children of an actor by name, and those among them that are stopping. A name is free again when its child has ended.
/// Guarded by a lock, for the guardians get children from any thread.</summary>
internal sealed class Children
{
    private readonly Dictionary<string, ChildStats> _byName = [];
    private readonly HashSet<string> _stopping = [];
    private SuspendReason? _reason;
    private volatile bool _closed;

    internal bool IsNormal => !_closed && (_reason is null or SuspendReason.UserRequest);

    /// <summary>Whether the actor is ending or has ended.</summary>
    internal bool IsTerminating => _closed;

    internal bool WaitsForChildren => _reason is SuspendReason.Creation or SuspendReason.Recreation;

    /// <summary>Makes and keeps a child under a free name.</summary>
    internal LocalActorRef Add(string name, Func<string, LocalActorRef> make)
    {
        lock (_byName)
        {
            if (_closed) throw new InvalidOperationException($"Cannot create child [{name}] while terminating or terminated");
            if (_byName.ContainsKey(name)) throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
            var child = make(name);
            _byName.Add(name, new ChildStats(child));
            return child;
        }
    }

    internal ChildStats? Find(IActorRef child)
    {
        lock (_byName)
            return _byName.TryGetValue(child.Path.Name, out var stats) && child.Equals(stats.Child) ? stats : null;
    }

    internal IInternalActorRef? Find(string name)
    {
        lock (_byName) return _byName.GetValueOrDefault(name)?.Child;
    }

    internal List<ChildStats> All()
    {
        lock (_byName) return [.. _byName.Values];
    }

    /// <summary>Notes that a child is being stopped.</summary>
    internal void MarkStopping(IActorRef child)
    {
        lock (_byName)
        {
            _stopping.Add(child.Path.Name);
            _reason ??= new SuspendReason.UserRequest();
        }
    }

    /// <summary>Says what comes when the last stopping child has ended; false if none is stopping.</summary>
    internal bool AwaitStopping(SuspendReason reason)
    {
        lock (_byName)
        {
            if (_stopping.Count == 0) return false;
            _reason = reason;
            return true;
        }
    }

    /// <summary>Takes an ended child out; returns what was waited for, if it was the last one.</summary>
    internal SuspendReason? Remove(IActorRef child)
    {
        lock (_byName)
        {
            _byName.Remove(child.Path.Name);
            if (!_stopping.Remove(child.Path.Name) || _stopping.Count > 0) return null;
            var reason = _reason;
            _reason = null;
            return reason;
        }
    }

    /// <summary>No child can be added from now on: the actor is ending.</summary>
    internal void Close()
    {
        lock (_byName) _closed = true;
    }
}
