using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>Who watches this actor, and whom it watches. A watched end is told exactly once.</summary>
internal sealed partial class ActorCell
{
    /// <summary>Whom this actor watches, and what it wants to be sent in place of <see cref="Terminated"/>.</summary>
    private Dictionary<IActorRef, object?>? _watching;

    /// <summary>Whose end is in the mailbox and not yet handled; an unwatch in between takes it back.</summary>
    private Dictionary<IActorRef, object?>? _endsQueued;

    private HashSet<IInternalActorRef>? _watchers;

    public IActorRef Watch(IActorRef subject) => StartWatching(subject, null);

    public IActorRef WatchWith(IActorRef subject, object message) =>
        StartWatching(subject, message ?? throw new ArgumentNullException(nameof(message)));

    public IActorRef Unwatch(IActorRef subject)
    {
        if (_watching?.Remove(subject) == true) AsInternal(subject).SendSystemMessage(new Unwatch(SelfRef));
        _endsQueued?.Remove(subject);
        return subject;
    }

    private static IInternalActorRef AsInternal(IActorRef subject) =>
        subject as IInternalActorRef ?? throw new ArgumentException($"{subject} is not a ref of this system.", nameof(subject));

    private IActorRef StartWatching(IActorRef subject, object? message)
    {
        var watched = AsInternal(subject);
        if (watched.Equals(SelfRef)) return subject;
        _watching ??= [];
        if (_watching.TryGetValue(subject, out var present))
        {
            if (!Equals(present, message))
            {
                throw new InvalidOperationException(
                    $"Watch({SelfRef}, {subject}) would change the message sent at its end; unwatch it first.");
            }

            return subject;
        }

        if (_endsQueued?.ContainsKey(subject) == true) return subject;
        _watching.Add(subject, message);
        watched.SendSystemMessage(new Watch(SelfRef));
        return subject;
    }

    private void AddWatcher(IInternalActorRef watcher) => (_watchers ??= []).Add(watcher);

    private void RemoveWatcher(IInternalActorRef watcher) => _watchers?.Remove(watcher);

    private void HandleDeath(DeathWatchNotification notice)
    {
        if (_watching?.Remove(notice.Actor, out var message) == true && !_children.IsTerminating)
        {
            (_endsQueued ??= [])[notice.Actor] = message;
            SelfRef.Tell(new Terminated(notice.Actor, notice.ExistenceConfirmed, addressTerminated: false), notice.Actor);
        }

        if (_children.Find(notice.Actor) is not null) HandleChildEnded(notice.Actor);
    }

    private void DeliverTerminated(Terminated terminated)
    {
        if (_endsQueued?.Remove(terminated.ActorRef, out var message) != true) return;
        Deliver(message ?? terminated);
    }

    private void TellWatchers()
    {
        foreach (var watcher in _watchers ?? [])
        {
            if (!watcher.Equals(ParentRef))
                watcher.SendSystemMessage(new DeathWatchNotification(SelfRef, existenceConfirmed: true));
        }

        foreach (var watched in _watching?.Keys ?? Enumerable.Empty<IActorRef>())
            AsInternal(watched).SendSystemMessage(new Unwatch(SelfRef));

        _watchers = null;
        _watching = null;
        _endsQueued = null;
    }
}
