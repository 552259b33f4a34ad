using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>A ref that waits for one message: the answer to an Ask, or the notice of an end.</summary>
internal abstract class PromiseActorRef(ActorSystemImpl system) : InternalActorRefBase
{
    private readonly Lock _watchersLock = new();
    private HashSet<IInternalActorRef>? _watchers;
    private volatile bool _done;

    public override ActorPath Path { get; } = system.NextTempPath();

    private protected override ActorSystemImpl Owner => system;

    private protected override bool IsStopped => _done;

    /// <summary>Who watches this ref is told that it has served.</summary>
    private protected void Finish()
    {
        HashSet<IInternalActorRef>? watchers;
        lock (_watchersLock)
        {
            if (_done) return;
            _done = true;
            watchers = _watchers;
            _watchers = null;
        }

        foreach (var watcher in watchers ?? []) Notify(watcher);
    }

    private protected override void Accept(SystemMessage message)
    {
        switch (message)
        {
            case Watch watch:
                lock (_watchersLock)
                {
                    if (!_done)
                    {
                        (_watchers ??= []).Add(watch.Watcher);
                        return;
                    }
                }

                Notify(watch.Watcher);
                break;
            case Unwatch unwatch:
                lock (_watchersLock) _watchers?.Remove(unwatch.Watcher);
                break;
            case DeathWatchNotification notice:
                TellInternal(new Terminated(notice.Actor, notice.ExistenceConfirmed, addressTerminated: false), notice.Actor);
                break;
        }
    }

    private void Notify(IInternalActorRef watcher) =>
        watcher.SendSystemMessage(new DeathWatchNotification(this, existenceConfirmed: true));
}

/// <summary>The ref that the answer to an Ask goes to.</summary>
internal sealed class AskRef<T>(ActorSystemImpl system) : PromiseActorRef(system)
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<T> Answer => _answer.Task;

    internal void Fail(Exception cause)
    {
        _answer.TrySetException(cause);
        Finish();
    }

    internal void Cancel(CancellationToken token)
    {
        _answer.TrySetCanceled(token);
        Finish();
    }

    private protected override void TellInternal(object message, IActorRef? sender)
    {
        var taken = message switch
        {
            T answer => _answer.TrySetResult(answer),
            Status.Failure failure => _answer.TrySetException(failure.Cause),
            _ => _answer.TrySetException(new ArgumentException(
                $"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]")),
        };
        if (!taken) Owner.PublishDeadLetter(message, sender, this);
        Finish();
    }
}

/// <summary>Waits for the end of an actor.</summary>
internal sealed class EndRef(ActorSystemImpl system) : PromiseActorRef(system)
{
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<bool> Ended => _ended.Task;

    internal static EndRef Watch(IActorRef target)
    {
        if (target is not IInternalActorRef { SystemImpl: { } system } watched)
            throw new ArgumentException($"{target} is not a ref of a system.", nameof(target));
        var promise = new EndRef(system);
        watched.SendSystemMessage(new Watch(promise));
        return promise;
    }

    internal void Forget(IActorRef target)
    {
        ((IInternalActorRef)target).SendSystemMessage(new Unwatch(this));
        Finish();
    }

    private protected override void TellInternal(object message, IActorRef? sender)
    {
        _ended.TrySetResult(message is Terminated);
        Finish();
    }
}
