namespace Akka.Actor.Internal;

/// <summary>The stash of one instance of an actor; unstashing puts messages at the front of the mailbox.</summary>
internal sealed class Stash(ActorCell cell) : IStash
{
    private readonly LinkedList<Envelope> _kept = new();
    private long _lastStashed;

    public int Count => _kept.Count;

    public bool IsEmpty => _kept.Count == 0;

    public bool NonEmpty => _kept.Count > 0;

    public bool IsFull => false;

    public int Capacity => -1;

    void IStash.Stash()
    {
        var envelope = cell.CurrentEnvelope;
        if (envelope.Message is null) throw new IllegalActorStateException("There is no message to stash.");
        if (_lastStashed == cell.EnvelopeNumber)
            throw new IllegalActorStateException($"Can't stash the same message {envelope.Message} more than once");
        _lastStashed = cell.EnvelopeNumber;
        _kept.AddLast(envelope);
    }

    public void Unstash()
    {
        if (_kept.First is not { } first) return;
        _kept.RemoveFirst();
        cell.Mailbox.PushFront(first.Value);
    }

    public void UnstashAll() => UnstashAll(_ => true);

    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        for (var node = _kept.Last; node is not null; node = node.Previous)
        {
            if (predicate(node.Value)) cell.Mailbox.PushFront(node.Value);
        }

        _kept.Clear();
    }

    public IEnumerable<Envelope> ClearStash()
    {
        var all = _kept.ToArray();
        _kept.Clear();
        return all;
    }

    public void Prepend(IEnumerable<Envelope> envelopes)
    {
        foreach (var envelope in envelopes.Reverse()) _kept.AddFirst(envelope);
    }
}
