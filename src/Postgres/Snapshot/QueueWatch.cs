using ActorMigrate.Migration;

namespace ActorMigrate.Postgres.Snapshot;

/// <summary>Receives the sessions that wait for tables, and returns those of the tables whose rows are copied.</summary>
public delegate Task<IReadOnlyList<QualifiedName>> HandleLockWaiters(
    IReadOnlyList<LockWaiter> waiters, CancellationToken cancellationToken);

/// <summary>Watches who waits for the tables that a snapshot's holders keep as they are. Sessions of any node that read under the snapshot
/// are let pass. <see cref="SourceSnapshot.OnLockWaiters"/> receives the other waiting sessions, and returns the tables that need not be
/// locked any more. A holder that turns out to have ended is replaced at once: the snapshot may hang on the other one.</summary>
internal sealed class QueueWatch(
    SourceSnapshot snapshot, Func<IReadOnlyList<SnapshotHolder>> holders, Func<IReadOnlyList<QualifiedName>, Task> release,
    Func<Task> replace, SnapshotOptions options)
{
    private const int LooksPerCheck = 10;

    private readonly HashSet<string> ended = [];
    private Task releasing = Task.CompletedTask;
    private Task replacing = Task.CompletedTask;
    private long lookedAtAll = options.Time.GetTimestamp();

    /// <summary>Reads the queue until <paramref name="stop"/>; a read that fails is repeated.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.CheckInterval / LooksPerCheck, options.Time);
        for (var look = 0; await timer.WaitForNextTickAsync(stop).ConfigureAwait(false); look++)
        {
            try
            {
                await LookAsync(look, stop).ConfigureAwait(false);
            }
            catch (Exception) when (!stop.IsCancellationRequested)
            {
            }
        }
    }

    private async Task LookAsync(int look, CancellationToken stop)
    {
        // A read that lets readers pass takes longer, so the interval goes by time.
        var all = options.Time.GetElapsedTime(lookedAtAll) >= options.CheckInterval;
        if (all)
            lookedAtAll = options.Time.GetTimestamp();
        var living = holders();
        // The shares rotate: one of the holders may be about to be replaced and watch nothing any more.
        var seen = await Task.WhenAll(living.Select(
            (holder, place) => holder.WatchQueueAsync(all, (place + look) % living.Count, living.Count, stop))).ConfigureAwait(false);
        // Once for each, because a source that takes no new session is asked again at the next check.
        if (replacing.IsCompleted && living.Any(holder => holder.HasEnded && ended.Add(holder.Id)))
            replacing = replace();
        if (!all || snapshot.OnLockWaiters is not { } handle || Array.Find(seen, one => one is not null) is not { } first)
            return;
        var released = await handle(first.Others, stop).ConfigureAwait(false);
        // Beside the reads: a holder that takes over the locks of another may itself have to pass.
        if (released.Count > 0 && releasing.IsCompleted)
            releasing = release(released);
    }
}
