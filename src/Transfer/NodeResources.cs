using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Snapshot;
using ActorMigrate.Transfer.Actors;
using ActorMigrate.Transfer.Copy;

namespace ActorMigrate.Transfer;

/// <summary>The resources of one node in a migration: its name, its access to the ledger, its sessions and its runners. The sessions of
/// <paramref name="counting"/> count in the source; its copies keep within <paramref name="throttle"/>.</summary>
public sealed class NodeResources(
    NodeId node, TaskLedger tasks, TaskWork work, CopySessions sessions, KeptSessions counting, WorkInFlight inFlight,
    Throttle? throttle = null)
{
    /// <summary>The node.</summary>
    public NodeId Node => node;

    /// <summary>Claims tasks and releases them.</summary>
    public TaskLedger Tasks => tasks;

    /// <summary>The services and options that the node's transfer actors use.</summary>
    public TaskWork Work => work;

    /// <summary>Sets the rates that the node's copies keep to from now on: of the whole migration and of the node; 0 is no limit, null what
    /// the node was started with.</summary>
    public void Limit(long? total, long? own) => throttle?.Set(total, own);

    /// <summary>Closes the sessions that wait for a next copy or count of the source; they pin the source's xmin.</summary>
    public Task CloseIdleAsync() => Task.WhenAll(sessions.CloseIdleAsync(), counting.CloseIdleAsync());

    /// <summary>Waits until cancelled work has released its sessions, for a bounded time, and closes the idle ones; then gives every task
    /// back that is not done. A backend that does not hear that it was cancelled, because it waits for a lock or builds an index, is
    /// ended. Returns how many tasks were given back; fails when the ledger does not answer.</summary>
    public async Task<int> UnwindAsync()
    {
        await inFlight.EmptyAsync(Timeouts.Cancellation);
        var released = await Tasks.ReleaseAllAsync(node, CancellationToken.None).WaitAsync(Timeouts.TaskRelease);
        // Nothing of it can commit any more, and a source that does not answer may keep it for long.
        await inFlight.EmptyAsync(Timeouts.ReadersEnd);
        await CloseIdleAsync().WaitAsync(Timeouts.Cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return released;
    }
}

/// <summary>Knows the work that runs detached from its actor, so that a node can tell when all of it has ended.</summary>
public sealed class WorkInFlight
{
    private readonly HashSet<Task> tasks = [];
    private readonly Lock gate = new();

    /// <summary>Wraps a runner so that its work is known here while it runs.</summary>
    public ITaskRunner Tracked(ITaskRunner runner) => new TrackedRunner(runner, this);

    /// <summary>Wraps a runner of lots in the same way.</summary>
    public ILotRunner Tracked(ILotRunner runner) => new TrackedLotRunner(runner, this);

    /// <summary>Completes when nothing runs, or after <paramref name="patience"/>.</summary>
    public async Task EmptyAsync(TimeSpan patience)
    {
        Task[] running;
        lock (gate)
            running = [.. tasks];
        await Task.WhenAll(running).WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<T> TrackAsync<T>(Task<T> work)
    {
        lock (gate)
            tasks.Add(work);
        try
        {
            return await work;
        }
        finally
        {
            lock (gate)
                tasks.Remove(work);
        }
    }

    private sealed class TrackedRunner(ITaskRunner runner, WorkInFlight inFlight) : ITaskRunner
    {
        public Task<TaskResult> RunAsync(ClaimedTask task, BegunAttempt attempt, IMoved moved, CancellationToken cancellationToken) =>
            inFlight.TrackAsync(runner.RunAsync(task, attempt, moved, cancellationToken));
    }

    private sealed class TrackedLotRunner(ILotRunner runner, WorkInFlight inFlight) : ILotRunner
    {
        public Task<IReadOnlyList<(ClaimedTask Task, TaskResult Result)>> RunAsync(
            IReadOnlyList<ClaimedTask> tasks, Action<IReadOnlyList<BegunAttempt>> begun, IMoved moved,
            CancellationToken cancellationToken) =>
            inFlight.TrackAsync(runner.RunAsync(tasks, begun, moved, cancellationToken));
    }
}
