using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Snapshot;
using Npgsql;

namespace ActorMigrate.Coordinator.Snapshot;

/// <summary>Writes the ids of this node's snapshot holders to the ledger. A holder that dies is replaced by one with another id, and a
/// reader under the snapshot needs an id that lives. A write that fails is made again.</summary>
internal sealed class SnapshotRecord : IDisposable
{
    /// <summary>The time after which a write that failed is made again.</summary>
    internal static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim changed = new(0);
    private readonly CancellationTokenSource stop = new();
    private readonly SourceSnapshot snapshot;
    private readonly SnapshotLedger ledger;
    private readonly NodeId node;
    private readonly TimeProvider time;

    private SnapshotRecord(SourceSnapshot snapshot, SnapshotLedger ledger, NodeId node, TimeProvider time) =>
        (this.snapshot, this.ledger, this.node, this.time) = (snapshot, ledger, node, time);

    /// <summary>Writes the ids of now, and from here on each change.</summary>
    public static async Task<SnapshotRecord> KeepAsync(
        SourceSnapshot snapshot, SnapshotLedger ledger, NodeId node, TimeProvider time, CancellationToken cancellationToken)
    {
        var record = new SnapshotRecord(snapshot, ledger, node, time);
        snapshot.IdsChanged += record.OnChanged;
        try
        {
            await ledger.RecordAsync(node, snapshot.Ids, cancellationToken);
        }
        catch
        {
            record.Dispose();
            throw;
        }

        _ = record.FollowAsync();
        return record;
    }

    /// <summary>Writes the ids once more, for a ledger that may have forgotten them.</summary>
    public void WriteAgain() => changed.Release();

    /// <summary>Writes nothing any more.</summary>
    public void Dispose()
    {
        snapshot.IdsChanged -= OnChanged;
        _ = stop.CancelAsync();
    }

    private void OnChanged(object? sender, EventArgs e) => changed.Release();

    private async Task FollowAsync()
    {
        try
        {
            while (true)
            {
                await changed.WaitAsync(stop.Token);
                if (!await TryWriteAsync())
                {
                    await Task.Delay(AgainAfter, time, stop.Token);
                    changed.Release();
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task<bool> TryWriteAsync()
    {
        try
        {
            await ledger.RecordAsync(node, snapshot.Ids, stop.Token);
            return true;
        }
        catch (Exception broken) when (broken is NpgsqlException or IOException or TimeoutException or RefusedException)
        {
            return false;
        }
    }
}
