using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>Asking an actor: a message, and a task for the answer.</summary>
public static class Futures
{
    /// <summary>As <see cref="Ask{T}(ICanTell, object, TimeSpan?, CancellationToken)"/>, for an answer of any type.</summary>
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<object>(message, timeout, CancellationToken.None);

    /// <summary>As <see cref="Ask{T}(ICanTell, object, TimeSpan?, CancellationToken)"/>, for an answer of any type.</summary>
    public static Task<object> Ask(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<object>(message, null, cancellationToken);

    /// <summary>As <see cref="Ask{T}(ICanTell, object, TimeSpan?, CancellationToken)"/>, for an answer of any type.</summary>
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<object>(message, timeout, cancellationToken);

    /// <summary>As <see cref="Ask{T}(ICanTell, object, TimeSpan?, CancellationToken)"/>.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(message, timeout, CancellationToken.None);

    /// <summary>As <see cref="Ask{T}(ICanTell, object, TimeSpan?, CancellationToken)"/>.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(message, null, cancellationToken);

    /// <summary>Sends <paramref name="message"/> and returns the answer. The task fails with <see cref="AskTimeoutException"/> when
    /// <paramref name="timeout"/> passes (null: the system's <c>akka.actor.ask-timeout</c>), with the cause of a
    /// <see cref="Status.Failure"/>, or with <see cref="ArgumentException"/> for an answer of another type.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<T>(_ => message, timeout, cancellationToken);

    /// <summary>As <see cref="Ask{T}(ICanTell, object, TimeSpan?, CancellationToken)"/>, with a message that names the ref that the answer goes to.</summary>
    public static Task<T> Ask<T>(
        this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var system = (self as IInternalActorRef)?.SystemImpl ?? ActorCell.Current?.SystemImpl
            ?? throw new ArgumentException("Unable to resolve the target Provider", nameof(self));
        var asker = new AskRef<T>(system);
        var limit = timeout ?? system.AskTimeout;

        // Not on the system's scheduler: an ask must end also when the system does.
        var timer = limit > TimeSpan.Zero ? new CancellationTokenSource(limit, system.Time) : null;
        timer?.Token.UnsafeRegister(_ => asker.Fail(new AskTimeoutException($"Timeout after {limit} seconds")), null);
        var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((AskRef<T>)state!).Cancel(token), asker);
        self.Tell(messageFactory(asker), asker);
        return timer is null && !cancellationToken.CanBeCanceled ? asker.Answer : Await(asker.Answer, timer, registration);
    }

    private static async Task<T> Await<T>(Task<T> answer, CancellationTokenSource? timer, CancellationTokenRegistration registration)
    {
        try
        {
            return await answer.ConfigureAwait(false);
        }
        finally
        {
            timer?.Dispose();
            await registration.DisposeAsync().ConfigureAwait(false);
        }
    }
}

/// <summary>Stopping an actor and waiting until it has.</summary>
public static class GracefulStopSupport
{
    /// <summary>Sends <see cref="PoisonPill"/>; true when the actor has ended, false when <paramref name="timeout"/> passes first.</summary>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) =>
        target.GracefulStop(timeout, PoisonPill.Instance);

    /// <summary>Sends <paramref name="stopMessage"/>; true when the actor has ended, false when <paramref name="timeout"/> passes first.</summary>
    public static async Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        if (target is IInternalActorRef { IsTerminated: true }) return true;
        var end = EndRef.Watch(target);
        target.Tell(stopMessage, ActorRefs.NoSender);
        try
        {
            return await end.Ended.WaitAsync(timeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            end.Forget(target);
            return false;
        }
    }
}

/// <summary>Waiting for the end of an actor.</summary>
public static class WatchAsyncSupport
{
    /// <summary>True when the actor has ended; false if <paramref name="token"/> is cancelled first.</summary>
    public static async Task<bool> WatchAsync(this IActorRef target, CancellationToken token = default)
    {
        if (target is IInternalActorRef { IsTerminated: true }) return true;
        var end = EndRef.Watch(target);
        try
        {
            return await end.Ended.WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            end.Forget(target);
            return false;
        }
    }
}
