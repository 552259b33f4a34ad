using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Coordinator.Snapshot;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using Npgsql;

namespace ActorMigrate.Coordinator.Joining;

/// <summary>One node's share in keeping the migration's snapshot: a holder of its own that imports it and takes the same locks, so that the
/// death of any other node costs nothing. No table is read under the snapshot before the holder has locked the tables and has checked that
/// they are still as the snapshot saw them. From then on no other session can truncate or rewrite them, even when all other nodes
/// die.</summary>
public sealed class SnapshotCustody : IAsyncDisposable
{
    private readonly TaskCompletionSource locked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly NodeRequest request;
    private readonly MigrationScope scope;
    private readonly SnapshotLedger ledger;
    private SourceSnapshot? held;
    private SnapshotRecord? record;
    private bool tending;

    private SnapshotCustody(NodeRequest request, MigrationScope scope, SnapshotLedger ledger) =>
        (this.request, this.scope, this.ledger) = (request, scope, ledger);

    /// <summary>The snapshot; null when it was released.</summary>
    internal SourceSnapshot? Held => held;

    /// <summary>Returns true when the snapshot is held with its locks, so that every table can be read under it.</summary>
    internal bool IsReady => held is not null && locked.Task.IsCompletedSuccessfully;

    /// <summary>Joins the snapshot by the ids in the ledger.</summary>
    internal static async Task<SnapshotCustody> TakeAsync(
        NodeRequest request, MigrationScope scope, SnapshotLedger ledger, CancellationToken cancellationToken)
    {
        var custody = new SnapshotCustody(request, scope, ledger);
        var ids = await ledger.LivingAsync(cancellationToken);
        // One holder beside those of the other nodes: each takes a lock on every table.
        var options = new SnapshotOptions
            { Holders = 1, OtherIds = ledger.LivingAsync, Time = request.Time, LockTimeout = LockTimeout(request.Options) };
        custody.held = await SourceSnapshot.ImportAsync(request.Source, ids, options, cancellationToken);
        custody.held.OnLockWaiters = new LockWaiterHandler(ledger, notice: null, request.Time).HandleAsync;
        return custody;
    }

    /// <summary>Returns the custody of nothing, for a node that joins when every copy is in.</summary>
    internal static SnapshotCustody None(NodeRequest request, SnapshotLedger ledger)
    {
        var none = new SnapshotCustody(request, new MigrationScope(), ledger);
        none.locked.TrySetResult();
        return none;
    }

    /// <summary>Writes the ids of the holders to the ledger, now and after each change. Only for a node that the ledger knows.</summary>
    internal async Task RecordAsync(CancellationToken cancellationToken)
    {
        if (held is not null)
            record = await SnapshotRecord.KeepAsync(held, ledger, request.Node, request.Time, cancellationToken);
    }

    /// <summary>Returns a session of the source under the snapshot, once the locks are taken.</summary>
    public async Task<NpgsqlConnection> OpenAsync(SessionPurpose purpose, CancellationToken cancellationToken)
    {
        await locked.Task.WaitAsync(Timeouts.JoinersLocks, request.Time, cancellationToken);
        return held is { } snapshot
            ? await snapshot.OpenAsync(purpose, cancellationToken)
            : throw SnapshotReleased.Error;
    }

    /// <summary>Takes the locks when they are due, and releases the snapshot when the last copy is in. May be called at any time; the next
    /// call retries a transient failure. A <see cref="ServerFailureException"/> of a lasting class says that nothing can be read
    /// under the snapshot here.</summary>
    public async Task TendAsync(Phase phase)
    {
        if (tending || held is null)
            return;
        tending = true;
        try
        {
            if (phase > Phase.TransferData)
                await ReleaseAsync();
            else if (!locked.Task.IsCompleted)
                await LockAsync(held);
            if (locked.Task.IsFaulted)
                await locked.Task;
        }
        finally
        {
            tending = false;
        }
    }

    /// <summary>Releases the snapshot.</summary>
    public async ValueTask DisposeAsync()
    {
        record?.Dispose();
        if (held is { } snapshot)
        {
            held = null;
            await snapshot.DisposeAsync();
        }
    }

    private async Task ReleaseAsync()
    {
        await DisposeAsync();
        locked.TrySetResult();
        await ledger.ReleaseAsync(request.Node, CancellationToken.None);
    }

    private async Task LockAsync(SourceSnapshot snapshot)
    {
        var changed = await ChangedAsync(snapshot);
        if (changed.Count > 0)
            locked.TrySetException(new ServerFailureException(Changed(changed)));
        else
            locked.TrySetResult();
    }

    /// <summary>Takes the locks. A source that leaves a statement unanswered is asked anew after half of <c>stall-timeout</c>.</summary>
    private async Task<IReadOnlyList<QualifiedName>> ChangedAsync(SourceSnapshot snapshot)
    {
        var within = request.Options.StallTimeout / 2;
        using var deadline = new CancellationTokenSource(within, request.Time);
        try
        {
            return await SnapshotLocks.TakeAsync(snapshot, request.Source, scope, ledger, deadline.Token).WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException late) when (deadline.IsCancellationRequested)
        {
            throw new ServerFailureException(Unanswered(within), late);
        }
    }

    /// <summary>Ends a wait for a lock well before the look is given up, so that the failure names who holds it.</summary>
    private static TimeSpan LockTimeout(NodeOptions options)
    {
        var quarter = options.StallTimeout / 4;
        return quarter < Timeouts.HoldersLock ? quarter : Timeouts.HoldersLock;
    }

    private static Failure Unanswered(TimeSpan within) => new(
        FailureClass.Transient, null, $"The source has not answered the look at its tables for {within.TotalSeconds:F0} s.",
        "Check the network to the source, and whether its server is paused.");

    private static Failure Changed(IReadOnlyList<QualifiedName> tables) => new(
        FailureClass.Fatal, null,
        $"Tables were truncated, altered or dropped since the snapshot, which cannot be read in full any more: {NameList.Of(tables)}.",
        "Go on with actormigrate resume --new-snapshot, or begin anew with actormigrate resume --restart.");
}
