using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>One run of an asynchronous handler. Being the task scheduler that its awaits capture, it brings every continuation back
/// to a turn of the actor, with the sender of the message that it handles.</summary>
internal sealed class AsyncOperation(ActorCell cell, Envelope envelope, int incarnation) : TaskScheduler
{
    [ThreadStatic]
    private static AsyncOperation? t_running;

    private bool _starting;

    internal Envelope Envelope { get; } = envelope;

    internal int Incarnation { get; } = incarnation;

    /// <summary>Runs the handler up to its first await, on this thread.</summary>
    internal Task Start(Func<Task> handler)
    {
        _starting = true;
        var started = Task.Factory.StartNew(handler, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);
        return started.GetAwaiter().GetResult() ?? Task.CompletedTask;
    }

    /// <summary>Tells the actor when the handler's task ends.</summary>
    internal void ReportEnd(Task task) => task.ContinueWith(
        static (ended, state) => ((AsyncOperation)state!).Report(ended),
        this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.DenyChildAttach, Default);

    internal void Execute(Task task)
    {
        var outer = t_running;
        t_running = this;
        try
        {
            TryExecuteTask(task);
        }
        finally
        {
            t_running = outer;
        }
    }

    protected override void QueueTask(Task task)
    {
        if (_starting)
        {
            _starting = false;
            Execute(task);
        }
        else
        {
            cell.Send(new RunContinuation(this, task));
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(t_running, this) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Report(Task ended)
    {
        var failure = ended.IsCanceled ? new TaskCanceledException(ended) : ended.Exception?.GetBaseException();
        cell.Send(new AsyncCompleted(this, failure));
    }
}
