using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Snapshot;

namespace ActorMigrate.Coordinator.Snapshot;

/// <summary>Watches sessions of other programs that wait for tables which this node's snapshot holders keep locked: tells the user of
/// them, and finds the tables whose rows are copied.</summary>
internal sealed class LockWaiterHandler(SnapshotLedger ledger, Action<string>? notice, TimeProvider time)
{
    private readonly Dictionary<(int Backend, QualifiedName Table), long> said = [];

    /// <summary>Takes what was seen, and returns the tables that need not be kept any more: no task of the ledger reads them or a partition
    /// of them.</summary>
    public async Task<IReadOnlyList<QualifiedName>> HandleAsync(IReadOnlyList<LockWaiter> waiters, CancellationToken cancellationToken)
    {
        Forget(waiters);
        if (waiters.Count == 0)
            return [];
        var families = waiters.DistinctBy(waiter => waiter.Table).ToDictionary(waiter => waiter.Table, waiter => waiter.Partitions);
        var read = await ledger.ReadTablesAsync(
            [.. families.SelectMany(family => family.Value.Prepend(family.Key)).Distinct()], cancellationToken);
        var done = families.Where(family => family.Value.Prepend(family.Key).All(read.Contains)).Select(family => family.Key).ToHashSet();
        foreach (var waiter in waiters)
            Say(waiter, done.Contains(waiter.Table));
        return [.. done];
    }

    private void Forget(IReadOnlyList<LockWaiter> waiters)
    {
        var waiting = waiters.Select(waiter => (waiter.Backend, waiter.Table)).ToHashSet();
        foreach (var gone in said.Keys.Where(key => !waiting.Contains(key)).ToList())
            said.Remove(gone);
    }

    private void Say(LockWaiter waiter, bool rowsAreIn)
    {
        var key = (waiter.Backend, waiter.Table);
        if (notice is null || (said.TryGetValue(key, out var at) && time.GetElapsedTime(at) < Timeouts.WaiterNotice))
            return;
        said[key] = time.GetTimestamp();
        notice($"{waiter.Words}. " + (rowsAreIn
            ? "The table's rows are in, and the migration's lock on it is given up."
            : "The migration keeps its lock until the table's rows are in, and goes on reading it."));
    }
}
