using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Dispatch.SysMsg;

/// <summary>A message of the runtime to a cell. It goes before all user messages and is linked into one mailbox only.</summary>
internal abstract class SystemMessage
{
    /// <summary>The link of the mailbox's list of arrived messages.</summary>
    internal SystemMessage? Next;
}

/// <summary>Makes the first instance of the actor.</summary>
internal sealed class Create : SystemMessage;

/// <summary>Replaces the instance after <paramref name="cause"/>.</summary>
internal sealed class Recreate(Exception cause) : SystemMessage
{
    internal Exception Cause { get; } = cause;
}

/// <summary>Holds back the user messages of the actor and of those below it.</summary>
internal sealed class Suspend : SystemMessage;

/// <summary>Takes one <see cref="Suspend"/> back; <paramref name="causedByFailure"/> is the failure that is forgiven, if any.</summary>
internal sealed class Resume(Exception? causedByFailure) : SystemMessage
{
    internal Exception? CausedByFailure { get; } = causedByFailure;
}

/// <summary>Stops the actor, children first.</summary>
internal sealed class Terminate : SystemMessage;

/// <summary>Asks <see cref="DeathWatchNotification"/> of the receiver's end for <paramref name="watcher"/>.</summary>
internal sealed class Watch(IInternalActorRef watcher) : SystemMessage
{
    internal IInternalActorRef Watcher { get; } = watcher;
}

/// <summary>Takes a <see cref="Watch"/> back.</summary>
internal sealed class Unwatch(IInternalActorRef watcher) : SystemMessage
{
    internal IInternalActorRef Watcher { get; } = watcher;
}

/// <summary>Tells a parent or a watcher that <paramref name="actor"/> has ended.</summary>
internal sealed class DeathWatchNotification(IInternalActorRef actor, bool existenceConfirmed) : SystemMessage
{
    internal IInternalActorRef Actor { get; } = actor;

    internal bool ExistenceConfirmed { get; } = existenceConfirmed;
}

/// <summary>Tells a parent that <paramref name="child"/> has failed and waits for a verdict.</summary>
internal sealed class Failed(IInternalActorRef child, Exception cause) : SystemMessage
{
    internal IInternalActorRef Child { get; } = child;

    internal Exception Cause { get; } = cause;
}

/// <summary>Runs a continuation of an asynchronous handler on the actor's own turn.</summary>
internal sealed class RunContinuation(AsyncOperation operation, Task task) : SystemMessage
{
    internal AsyncOperation Operation { get; } = operation;

    internal Task Task { get; } = task;
}

/// <summary>An asynchronous handler has come to its end.</summary>
internal sealed class AsyncCompleted(AsyncOperation operation, Exception? failure) : SystemMessage
{
    internal AsyncOperation Operation { get; } = operation;

    internal Exception? Failure { get; } = failure;
}

/// <summary>The receive timeout may have run out.</summary>
internal sealed class ReceiveTimeoutElapsed(object owner) : SystemMessage
{
    internal object Owner { get; } = owner;
}
