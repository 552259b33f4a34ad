namespace Akka.Actor;

/// <summary>Gives an actor a stash; the runtime sets the property after the constructor has run.</summary>
public interface IActorStash
{
    /// <summary>The actor's stash.</summary>
    IStash Stash { get; set; }
}

/// <summary>A stash that takes any number of messages.</summary>
public interface IWithUnrestrictedStash : IActorStash;

/// <summary>A stash that takes any number of messages.</summary>
public interface IWithUnboundedStash : IWithUnrestrictedStash;

/// <summary>A stash, as large as the mailbox allows.</summary>
public interface IWithStash : IWithUnrestrictedStash;

/// <summary>Keeps messages for later. What is in it goes back to the mailbox when the actor restarts or stops.</summary>
public interface IStash
{
    /// <summary>How many messages are in it.</summary>
    int Count { get; }

    /// <summary>Whether it is empty.</summary>
    bool IsEmpty { get; }

    /// <summary>Whether there is something in it.</summary>
    bool NonEmpty { get; }

    /// <summary>Whether it takes no more; it always does.</summary>
    bool IsFull { get; }

    /// <summary>How many it takes; -1 is any number.</summary>
    int Capacity { get; }

    /// <summary>Keeps the message that is being handled; twice throws <see cref="IllegalActorStateException"/>.</summary>
    void Stash();

    /// <summary>Puts the oldest message back before all others in the mailbox.</summary>
    void Unstash();

    /// <summary>Puts all messages back before all others in the mailbox, in their order.</summary>
    void UnstashAll();

    /// <summary>Puts the messages back that satisfy <paramref name="predicate"/>, and drops the others.</summary>
    void UnstashAll(Func<Envelope, bool> predicate);

    /// <summary>Takes all messages out, and returns them.</summary>
    IEnumerable<Envelope> ClearStash();

    /// <summary>Puts messages before those that are in the stash.</summary>
    void Prepend(IEnumerable<Envelope> envelopes);
}
