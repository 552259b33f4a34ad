using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>Asynchronous handlers. Their continuations run on the actor's turns as system messages; meanwhile user messages wait.</summary>
internal sealed partial class ActorCell
{
    private int _incarnation;

    /// <summary>The handler under way, of the present instance.</summary>
    private AsyncOperation? _operation;

    internal static void RunOnCurrent(Func<Task> handler) => (Current ?? throw NoContext()).RunAsync(handler);

    private void RunAsync(Func<Task> handler)
    {
        var operation = new AsyncOperation(this, _envelope, _incarnation);
        var task = operation.Start(handler);
        if (task.IsCompleted)
        {
            task.GetAwaiter().GetResult();
            return;
        }

        _operation = operation;
        _mailbox.BeginOperation();
        operation.ReportEnd(task);
    }

    private void RunContinuation(RunContinuation continuation)
    {
        var envelope = _envelope;
        _envelope = continuation.Operation.Envelope;
        try
        {
            continuation.Operation.Execute(continuation.Task);
        }
        finally
        {
            _envelope = envelope;
        }
    }

    private void EndOperation(AsyncCompleted completed)
    {
        var operation = completed.Operation;
        if (operation.Incarnation != _incarnation || _actor is null)
        {
            if (completed.Failure is { } late) LogError(late, "An asynchronous handler failed after its actor was restarted");
            return;
        }

        _mailbox.EndOperation();
        if (ReferenceEquals(_operation, operation)) _operation = null;
        if (completed.Failure is { } failure)
        {
            _envelope = operation.Envelope;
            Fail(failure, blamed: null);
        }
        else if (_operation is null)
        {
            _envelope = default;
        }
    }
}
