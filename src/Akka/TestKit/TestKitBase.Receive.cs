using System.Collections;
using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Taking messages out of the kit's queue.</summary>
public abstract partial class TestKitBase
{
    /// <summary>The next message, or null if none comes in time; null waits as long as the block has left.</summary>
    public object? ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        TryReceiveOne(out var envelope, max, cancellationToken) ? envelope.Message : null;

    /// <summary>The next message, or null if none comes in time; null waits as long as the block has left.</summary>
    public async ValueTask<object?> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await TryReceiveOneAsync(max, cancellationToken).ConfigureAwait(false)) is (true, var envelope) ? envelope.Message : null;

    /// <summary>Takes the next message; false if none comes in time.</summary>
    public bool TryReceiveOne(out MessageEnvelope envelope, TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        Took(_queue.Take(max ?? RemainingOrDefault, cancellationToken), out envelope);

    /// <summary>Takes the next message; false if none comes in time.</summary>
    public async ValueTask<(bool success, MessageEnvelope envelope)> TryReceiveOneAsync(
        TimeSpan? max, CancellationToken cancellationToken = default)
    {
        var taken = await _queue.TakeAsync(max ?? RemainingOrDefault, cancellationToken).ConfigureAwait(false);
        return (Took(taken, out var envelope), envelope);
    }

    /// <summary>The next message, which stays in the queue, or null if none comes in time.</summary>
    public object? PeekOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        _queue.Peek(max ?? RemainingOrDefault, cancellationToken)?.Message;

    /// <summary>So many messages; fails if they do not come in time.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default) =>
        ReceiveN(numberOfMessages, RemainingOrDefault, dilate: false, cancellationToken);

    /// <summary>So many messages; fails if they do not all come within <paramref name="max"/>.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        ReceiveN(numberOfMessages, max, dilate: true, cancellationToken);

    /// <summary>What <paramref name="filter"/> makes of messages, until it returns null, or there is none for so long, or all in all for so long.
    /// The message that ends it stays in the queue.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max, Func<object, T?> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default)
        where T : class => ReceiveWhile(filter, max, Timeout.InfiniteTimeSpan, msgs, cancellationToken);

    /// <summary>As the other overload.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(
        Func<object, T?> filter, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue,
        CancellationToken cancellationToken = default)
        where T : class
    {
        var stop = Now + RemainingOrDilated(max);
        var results = new List<T>();
        while (results.Count < msgs)
        {
            var wait = Left(stop);
            if (idle is { } silence && silence != Timeout.InfiniteTimeSpan && silence < wait) wait = silence;
            if (_queue.Peek(wait, cancellationToken) is not { } next || filter(next.Message) is not { } result) break;
            TryReceiveOne(out _, TimeSpan.Zero, cancellationToken);
            results.Add(result);
        }

        _lastWasNoMessage = true;
        return results;
    }

    /// <summary>The first message that satisfies <paramref name="isMessage"/>; those before it are dropped. Fails if none comes in time.</summary>
    public object FishForMessage(
        Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessage<object>(isMessage, max, hint, cancellationToken);

    /// <summary>The first <typeparamref name="T"/> that satisfies <paramref name="isMessage"/>; what comes before it is dropped. Fails if none comes in time.</summary>
    public T FishForMessage<T>(
        Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessage(isMessage, null!, max, hint, cancellationToken);

    /// <summary>As the other overloads; what comes before it is added to <paramref name="allMessages"/>.</summary>
    public T FishForMessage<T>(
        Predicate<T> isMessage, ArrayList allMessages, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        var end = Now + limit;
        while (TryReceiveOne(out var envelope, Left(end), cancellationToken))
        {
            if (envelope.Message is T message && isMessage(message)) return message;
            allMessages?.Add(envelope.Message);
        }

        throw NotFound<T>(limit, hint);
    }

    /// <summary>As <see cref="FishForMessage(Predicate{object}, TimeSpan?, string, CancellationToken)"/>.</summary>
    public ValueTask<object> FishForMessageAsync(
        Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessageAsync<object>(isMessage, max, hint, cancellationToken);

    /// <summary>As <see cref="FishForMessage{T}(Predicate{T}, TimeSpan?, string, CancellationToken)"/>.</summary>
    public async ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        var end = Now + limit;
        while (await TryReceiveOneAsync(Left(end), cancellationToken).ConfigureAwait(false) is (true, var envelope))
        {
            if (envelope.Message is T message && isMessage(message)) return message;
        }

        throw NotFound<T>(limit, hint);
    }

    private bool Took(MessageEnvelope? taken, out MessageEnvelope envelope)
    {
        _lastWasNoMessage = false;
        _last = envelope = taken ?? NullMessageEnvelope.Instance;
        return taken is not null;
    }

    private List<object> ReceiveN(int count, TimeSpan max, bool dilate, CancellationToken token)
    {
        var limit = dilate ? RemainingOrDilated(max) : max;
        var stop = Now + limit;
        var messages = new List<object>(count);
        while (messages.Count < count)
        {
            if (!TryReceiveOne(out var envelope, Left(stop), token))
                throw Failure($"Timeout ({limit}) while expecting {count} messages. Only got {messages.Count} after {limit}.");
            messages.Add(envelope.Message);
        }

        return messages;
    }

    private Exception NotFound<T>(TimeSpan limit, string hint) =>
        Failure($"Timeout ({limit}) during fishForMessage of type {typeof(T)}{(hint.Length == 0 ? string.Empty : $" - {hint}")}");

    /// <summary>Fails the test in its framework's words; what is returned is only for the compiler.</summary>
    private InvalidOperationException Failure(string message)
    {
        _assertions.Fail("{0}", message);
        return new InvalidOperationException(message);
    }
}
