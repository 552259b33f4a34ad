using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Expecting messages: the next one must be what is expected.</summary>
public abstract partial class TestKitBase
{
    /// <summary>The next message, which must come in time and be a <typeparamref name="T"/>.</summary>
    public T ExpectMsg<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(duration, hint, null, cancellationToken);

    /// <summary>The next message, which must come in time and be a <typeparamref name="T"/>.</summary>
    public ValueTask<T> ExpectMsgAsync<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(duration, hint, null, cancellationToken);

    /// <summary>The next message, which must come in time and be equal to <paramref name="message"/>.</summary>
    public T ExpectMsg<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(timeout, hint, (m, _) => _assertions.AssertEqual(message, m, "{0}", hint ?? string.Empty), cancellationToken);

    /// <summary>The next message, which must come in time and be equal to <paramref name="message"/>.</summary>
    public ValueTask<T> ExpectMsgAsync<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(timeout, hint, (m, _) => _assertions.AssertEqual(message, m, "{0}", hint ?? string.Empty), cancellationToken);

    /// <summary>The next message, which must come in time and be a <typeparamref name="T"/> that satisfies <paramref name="isMessage"/>.</summary>
    public T ExpectMsg<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(timeout, hint, (m, _) => _assertions.AssertTrue(isMessage(m), "Got a message of the expected type <{0}>. Also expected the predicate to return true but it returned false. {1}", typeof(T), hint ?? string.Empty), cancellationToken);

    /// <summary>The next message, which must come in time and be a <typeparamref name="T"/> that satisfies <paramref name="isMessage"/>.</summary>
    public ValueTask<T> ExpectMsgAsync<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(timeout, hint, (m, _) => _assertions.AssertTrue(isMessage(m), "Got a message of the expected type <{0}>. Also expected the predicate to return true but it returned false. {1}", typeof(T), hint ?? string.Empty), cancellationToken);

    /// <summary>The next message, which must come in time and be a <typeparamref name="T"/> that passes <paramref name="assert"/>.</summary>
    public T ExpectMsg<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(timeout, hint, (m, _) => assert(m), cancellationToken);

    /// <summary>The next message, which must come in time and be a <typeparamref name="T"/> that passes <paramref name="assert"/>.</summary>
    public ValueTask<T> ExpectMsgAsync<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(timeout, hint, (m, _) => assert(m), cancellationToken);

    /// <summary>The next message, which must come in time and be a <typeparamref name="T"/> that with its sender satisfies <paramref name="isMessageAndSender"/>.</summary>
    public T ExpectMsg<T>(Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(timeout, hint, (m, s) => _assertions.AssertTrue(isMessageAndSender(m, s), "Got a message of the expected type <{0}>. Also expected the predicate to return true but it returned false. {1}", typeof(T), hint ?? string.Empty), cancellationToken);

    /// <summary>The next message, which must come in time and be a <typeparamref name="T"/> that with its sender satisfies <paramref name="isMessageAndSender"/>.</summary>
    public ValueTask<T> ExpectMsgAsync<T>(Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(timeout, hint, (m, s) => _assertions.AssertTrue(isMessageAndSender(m, s), "Got a message of the expected type <{0}>. Also expected the predicate to return true but it returned false. {1}", typeof(T), hint ?? string.Empty), cancellationToken);

    /// <summary>The next message, which must come in time and be a <typeparamref name="T"/> that with its sender passes <paramref name="assertMessageAndSender"/>.</summary>
    public T ExpectMsg<T>(Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(timeout, hint, assertMessageAndSender, cancellationToken);

    /// <summary>The next message, which must come in time and be a <typeparamref name="T"/> that with its sender passes <paramref name="assertMessageAndSender"/>.</summary>
    public ValueTask<T> ExpectMsgAsync<T>(Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(timeout, hint, assertMessageAndSender, cancellationToken);

    /// <summary>The next message, which must come in time and be a <typeparamref name="T"/> that <paramref name="comparer"/> finds equal to <paramref name="expected"/>.</summary>
    public T ExpectMsg<T>(T expected, Func<T, T, bool> comparer, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(timeout, hint, (m, _) => _assertions.AssertEqual(expected, m, comparer, "{0}", hint ?? string.Empty), cancellationToken);

    /// <summary>The next message, which must come in time and be a <typeparamref name="T"/> that <paramref name="comparer"/> finds equal to <paramref name="expected"/>.</summary>
    public ValueTask<T> ExpectMsgAsync<T>(T expected, Func<T, T, bool> comparer, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(timeout, hint, (m, _) => _assertions.AssertEqual(expected, m, comparer, "{0}", hint ?? string.Empty), cancellationToken);

    /// <summary>The next message, which must come in time, from <paramref name="sender"/>, and be a <typeparamref name="T"/>.</summary>
    public T ExpectMsgFrom<T>(
        IActorRef sender, TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(duration, hint, (_, s) => _assertions.AssertEqual(sender, s, "{0}", hint ?? "The sender is another one"), cancellationToken);

    /// <summary>The next message, which must come in time, from <paramref name="sender"/>, and be equal to <paramref name="message"/>.</summary>
    public T ExpectMsgFrom<T>(
        IActorRef sender, T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(
            timeout,
            hint,
            (m, s) =>
            {
                _assertions.AssertEqual(sender, s, "{0}", hint ?? "The sender is another one");
                _assertions.AssertEqual(message, m, "{0}", hint ?? string.Empty);
            },
            cancellationToken);

    /// <summary>The notice that <paramref name="target"/> has ended, which must be the next message; see <see cref="Watch"/>.</summary>
    public Terminated ExpectTerminated(
        IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectMsg<Terminated>(ended => ended.ActorRef.Equals(target), timeout, hint ?? $"Terminated {target}", cancellationToken);

    /// <summary>The notice that <paramref name="target"/> has ended, which must be the next message; see <see cref="Watch"/>.</summary>
    public ValueTask<Terminated> ExpectTerminatedAsync(
        IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectMsgAsync<Terminated>(ended => ended.ActorRef.Equals(target), timeout, hint ?? $"Terminated {target}", cancellationToken);

    /// <summary>These messages in any order; fails if another one comes, or one of them does not.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) => ExpectAllOf(RemainingOrDefault, messages, CancellationToken.None);

    /// <summary>These messages in any order; fails if another one comes, or one of them does not.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, params T[] messages) =>
        ExpectAllOf(RemainingOrDilated(max), messages, CancellationToken.None);

    /// <summary>One of these messages; fails if another one comes, or none.</summary>
    public T ExpectMsgAnyOf<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        Expect<T>(null, null, (m, _) => _assertions.AssertTrue(messages.Contains(m), "Got another message than expected: {0}", m!), cancellationToken);

    /// <summary>Fails if a message comes within <c>akka.test.expect-no-message-default</c>, or what the block has left.</summary>
    public void ExpectNoMsg(CancellationToken cancellationToken = default) =>
        ExpectNone(RemainingOr(Dilated(TestKitSettings.ExpectNoMessageDefault)), cancellationToken);

    /// <summary>Fails if a message comes within <paramref name="duration"/>.</summary>
    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) =>
        ExpectNone(Dilated(duration), cancellationToken);

    /// <summary>Fails if a message comes within so many milliseconds.</summary>
    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsg(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <summary>Fails if a message comes within <c>akka.test.expect-no-message-default</c>, or what the block has left.</summary>
    public ValueTask ExpectNoMsgAsync(CancellationToken cancellationToken = default) =>
        ExpectNoneAsync(RemainingOr(Dilated(TestKitSettings.ExpectNoMessageDefault)), cancellationToken);

    /// <summary>Fails if a message comes within <paramref name="duration"/>.</summary>
    public ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) =>
        ExpectNoneAsync(Dilated(duration), cancellationToken);

    /// <summary>Fails if a message comes within so many milliseconds.</summary>
    public ValueTask ExpectNoMsgAsync(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsgAsync(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    private T Expect<T>(TimeSpan? timeout, string? hint, Action<T, IActorRef>? check, CancellationToken token)
    {
        var limit = RemainingOrDilated(timeout);
        return Checked(TryReceiveOne(out var envelope, limit, token), envelope, limit, hint, check);
    }

    private async ValueTask<T> ExpectAsync<T>(TimeSpan? timeout, string? hint, Action<T, IActorRef>? check, CancellationToken token)
    {
        var limit = RemainingOrDilated(timeout);
        var (received, envelope) = await TryReceiveOneAsync(limit, token).ConfigureAwait(false);
        return Checked(received, envelope, limit, hint, check);
    }

    private T Checked<T>(bool received, MessageEnvelope envelope, TimeSpan limit, string? hint, Action<T, IActorRef>? check)
    {
        var about = hint is null ? string.Empty : $" {hint}";
        if (!received) throw Failure($"Failed: Timeout {limit} while waiting for a message of type {typeof(T)}{about}");
        if (envelope.Message is not T message)
            throw Failure($"Failed: Expected a message of type {typeof(T)}, but received {{{envelope.Message}}} (type {envelope.Message.GetType()}) instead{about} from {envelope.Sender}");
        check?.Invoke(message, envelope.Sender);
        return message;
    }

    private List<T> ExpectAllOf<T>(TimeSpan limit, T[] messages, CancellationToken token)
    {
        var missing = messages.ToList();
        var received = new List<T>();
        foreach (var message in ReceiveN(messages.Length, limit, dilate: false, token))
        {
            if (message is not T expected || !missing.Remove(expected)) throw Failure($"Did not expect <{message}>; missing: {string.Join(", ", missing)}");
            received.Add(expected);
        }

        return received;
    }

    private void ExpectNone(TimeSpan duration, CancellationToken token) =>
        CheckNone(TryReceiveOne(out var envelope, duration, token), envelope, duration);

    private async ValueTask ExpectNoneAsync(TimeSpan duration, CancellationToken token)
    {
        var (received, envelope) = await TryReceiveOneAsync(duration, token).ConfigureAwait(false);
        CheckNone(received, envelope, duration);
    }

    private void CheckNone(bool received, MessageEnvelope envelope, TimeSpan duration)
    {
        if (received) throw Failure($"Failed: Expected no messages during {duration}, instead we received {envelope}");
        _lastWasNoMessage = true;
    }
}
