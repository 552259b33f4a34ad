using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>The children: made, found, stopped, and gone.</summary>
internal sealed partial class ActorCell
{
    private readonly Children _children = new();
    private bool _terminating;
    private long _unnamed;

    internal List<ChildStats> ChildStats() => _children.All();

    internal LocalActorRef MakeChild(Props props, string? name)
    {
        ArgumentNullException.ThrowIfNull(props);
        name = name is null ? NextName() : Checked(name);
        var child = _children.Add(
            name, free => new LocalActorRef(SystemImpl, props, SelfRef, new ChildActorPath(SelfRef.Path, free, SystemImpl.NextUid())));
        child.Start();
        return child;
    }

    internal void StopChild(IActorRef child)
    {
        if (_children.Find(child) is { } known)
        {
            _children.MarkStopping(child);
            known.Child.SendSystemMessage(new Terminate());
        }
        else if (child is IInternalActorRef other)
        {
            other.SendSystemMessage(new Terminate());
        }
    }

    private static string Checked(string name)
    {
        if (name.Length == 0) throw new InvalidActorNameException("Actor name must not be empty.");
        if (!ActorPath.IsValidPathElement(name))
        {
            throw new InvalidActorNameException(
                $"Illegal actor name [{name}]: ASCII letters, digits and {ActorPath.ValidSymbols} are allowed, and no $ in front.");
        }

        return name;
    }

    /// <summary>$a, $b … $z, $A … $Z, $0 … $9, $+, $~, $ab …: the names of those who have none.</summary>
    private string NextName()
    {
        const string Digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";
        var number = Interlocked.Increment(ref _unnamed) - 1;
        var name = "$";
        do
        {
            name += Digits[(int)(number & 63)];
            number >>= 6;
        }
        while (number > 0);

        return name;
    }

    private void StopChildren()
    {
        foreach (var child in _children.All()) StopChild(child.Child);
    }

    private void HandleChildEnded(IActorRef child)
    {
        switch (_children.Remove(child))
        {
            case SuspendReason.Recreation recreation:
                FinishRecreate(recreation.Cause);
                break;
            case SuspendReason.Creation:
                FinishCreate();
                break;
            case SuspendReason.Termination:
                FinishTerminate();
                break;
        }
    }
}
