using System.Collections.Concurrent;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>
/// The messages of one actor, and its turns on the thread pool.
/// <code>
///   idle --message, if it may be handled--> scheduled --thread--> running --no more, or throughput used up--> idle
/// </code>
/// At most one turn is scheduled or running at any time, which is what makes an actor single-threaded. A turn takes all system
/// messages and at most <c>throughput</c> user messages, then goes to the end of the pool's global queue, so that a flooded actor
/// cannot starve the others. User messages wait while the actor is suspended (a failure is being decided, children are stopping)
/// and while an asynchronous handler is under way; no thread waits with them.
/// </summary>
internal sealed class Mailbox(ActorCell cell, int throughput) : IThreadPoolWorkItem
{
    /// <summary>An asynchronous handler whose continuations follow each other at once gives way to other actors after so many.</summary>
    private const int MaxSystemBatches = 200;

    private readonly ConcurrentQueue<Envelope> _user = new();

    /// <summary>Unstashed messages, which go before all others; the last pushed comes first. Only touched within turns.</summary>
    private readonly Stack<Envelope> _front = new();

    /// <summary>Arrived system messages, the newest first.</summary>
    private SystemMessage? _arrived;

    private int _busy;
    private int _closed;
    private volatile int _suspensions;
    private volatile int _operations;

    internal bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <summary>Whether user messages have to wait.</summary>
    internal bool IsSuspended => _suspensions > 0 || _operations > 0;

    internal bool HasUserMessages => _front.Count > 0 || !_user.IsEmpty;

    internal void Post(Envelope envelope)
    {
        if (IsClosed)
        {
            cell.ToDeadLetters(envelope);
            return;
        }

        _user.Enqueue(envelope);
        if (IsClosed) Drain();
        else if (!IsSuspended) Schedule();
    }

    internal void Post(SystemMessage message)
    {
        SystemMessage? head;
        do
        {
            head = Volatile.Read(ref _arrived);
            message.Next = head;
        }
        while (Interlocked.CompareExchange(ref _arrived, message, head) != head);

        Schedule();
    }

    /// <summary>Takes the arrived system messages, the oldest first.</summary>
    internal SystemMessage? TakeSystemMessages()
    {
        if (Volatile.Read(ref _arrived) is null) return null;
        var newest = Interlocked.Exchange(ref _arrived, null);
        SystemMessage? oldest = null;
        while (newest is not null)
        {
            var next = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = next;
        }

        return oldest;
    }

    /// <summary>Puts a message before all others.</summary>
    internal void PushFront(Envelope envelope) => _front.Push(envelope);

    internal void Suspend() => _suspensions++;

    internal void Resume() => _suspensions = Math.Max(0, _suspensions - 1);

    internal void BeginOperation() => _operations++;

    internal void EndOperation() => _operations--;

    /// <summary>Forgets the asynchronous handlers of an instance that is no more.</summary>
    internal void AbandonOperations() => _operations = 0;

    /// <summary>From now on user messages are dead letters, those that wait already too.</summary>
    internal void Close()
    {
        Interlocked.Exchange(ref _closed, 1);
        while (_front.TryPop(out var envelope)) cell.ToDeadLetters(envelope);
        Drain();
    }

    void IThreadPoolWorkItem.Execute()
    {
        ActorCell.Enter(cell);
        try
        {
            RunTurn();
        }
        finally
        {
            ActorCell.Leave();
            Interlocked.Exchange(ref _busy, 0);
            if (HasWork()) Schedule();
        }
    }

    private void RunTurn()
    {
        var batches = MaxSystemBatches;
        if (!RunSystemMessages(ref batches)) return;
        for (var taken = 0; taken < throughput && !IsSuspended && !IsClosed; taken++)
        {
            if (!_front.TryPop(out var envelope) && !_user.TryDequeue(out envelope)) return;
            cell.Invoke(envelope);
            if (!RunSystemMessages(ref batches)) return;
        }
    }

    /// <summary>Handles all arrived system messages, and those that arrive meanwhile; false if that takes too long for one turn.</summary>
    private bool RunSystemMessages(ref int batches)
    {
        while (TakeSystemMessages() is { } message)
        {
            for (SystemMessage? next; message is not null; message = next!)
            {
                next = message.Next;
                message.Next = null;
                cell.InvokeSystem(message);
            }

            if (--batches <= 0) return false;
        }

        return true;
    }

    private bool HasWork() =>
        Volatile.Read(ref _arrived) is not null || (!IsSuspended && !IsClosed && HasUserMessages);

    private void Schedule()
    {
        if (Volatile.Read(ref _busy) == 0 && Interlocked.CompareExchange(ref _busy, 1, 0) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void Drain()
    {
        while (_user.TryDequeue(out var envelope)) cell.ToDeadLetters(envelope);
    }
}
