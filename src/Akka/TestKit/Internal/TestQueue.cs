using System.Collections.Concurrent;

namespace Akka.TestKit.Internal;

/// <summary>What a test actor has received and its test has not yet taken.</summary>
internal sealed class TestQueue
{
    private readonly ConcurrentQueue<MessageEnvelope> _messages = new();
    private readonly SemaphoreSlim _count = new(0);

    internal bool HasMessages => !_messages.IsEmpty;

    internal void Add(MessageEnvelope envelope)
    {
        _messages.Enqueue(envelope);
        _count.Release();
    }

    internal MessageEnvelope? Take(TimeSpan timeout, CancellationToken token) =>
        _count.Wait(timeout, token) && _messages.TryDequeue(out var envelope) ? envelope : null;

    internal async ValueTask<MessageEnvelope?> TakeAsync(TimeSpan timeout, CancellationToken token) =>
        await _count.WaitAsync(timeout, token).ConfigureAwait(false) && _messages.TryDequeue(out var envelope) ? envelope : null;

    internal MessageEnvelope? Peek(TimeSpan timeout, CancellationToken token)
    {
        if (!_count.Wait(timeout, token)) return null;
        _messages.TryPeek(out var envelope);
        _count.Release();
        return envelope;
    }
}
